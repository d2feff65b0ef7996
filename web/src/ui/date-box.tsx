interface Props {
  label: string;
  /** As in 2026-11-25; none leaves it empty. */
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  /** The day within the limits, or nothing once it was emptied. */
  onChange: (day: string) => void;
}

/** A day, in the browser's own field. What is half typed or out of the limits is not told. */
export function DateBox({ label, value = "", min, max, onChange }: Props) {
  return (
    <input
      type="date"
      aria-label={label}
      className="h-8 min-w-0 rounded-md border border-line bg-surface px-2 text-[13px] text-ink pointer-coarse:h-11"
      value={value}
      min={min}
      max={max}
      onChange={({ target }) => target.validity.valid && onChange(target.value)}
    />
  );
}
