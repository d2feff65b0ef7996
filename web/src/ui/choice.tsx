interface Props {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

/** One among a few. The browser's own list: it is the one that phones and screen readers know best. */
export function Choice({ label, value, options, onChange }: Props) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 min-w-0 rounded-md border border-line bg-surface px-1.5 text-[13px] text-ink-soft hover:bg-hover pointer-coarse:h-11"
    >
      {options.map(([option, shown]) => (
        <option key={option} value={option}>
          {shown}
        </option>
      ))}
    </select>
  );
}
