import { type ReactNode, useId } from "react";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
  hint?: ReactNode;
}

/** One among a few, in a form: under its label, as its text fields are. */
export function Pick<T extends string>({ label, value, options, onChange, hint }: Props<T>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-[13px] font-medium text-ink-soft">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
        className="h-10 w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink pointer-coarse:h-11 pointer-coarse:text-base"
      >
        {options.map(([option, shown]) => (
          <option key={option} value={option}>
            {shown}
          </option>
        ))}
      </select>
      {hint ? <p className="text-[13px] text-ink-faint">{hint}</p> : null}
    </div>
  );
}
