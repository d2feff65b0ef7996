import type { ReactNode } from "react";

/** Names and what they are, side by side. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, told: ReactNode])[] }) {
  return (
    <dl className="figures grid grid-cols-[repeat(auto-fill,minmax(130px,1fr))] gap-x-4 sm:grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-y-3">
      {facts.map(([name, told]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd className="mt-0.5 text-pretty">{told}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How what is shown is kept fresh. */
export function Freshness({ children }: { children: ReactNode }) {
  return <p className="text-xs text-ink-faint">{children}</p>;
}
