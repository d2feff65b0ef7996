/** The initials of somebody, always in the same tint. */
export function Avatar({ name, size = 32 }: { name: string; size?: number }) {
  const initials = name
    .split(/[\s-]+/)
    .filter((part) => /^\p{L}/u.test(part))
    .map((part) => part[0]?.toLocaleUpperCase("fr-FR"))
    .filter((_, place, all) => place === 0 || place === all.length - 1)
    .join("");
  return (
    <span
      aria-hidden="true"
      title={name}
      data-initials={initials || "?"} // drawn, not written: it is no part of what a button around is called
      className="inline-grid shrink-0 place-items-center rounded-full bg-accent-soft font-medium text-accent before:content-[attr(data-initials)]"
      style={{ width: size, height: size, fontSize: size * 0.4 }}
    />
  );
}
