import { useId } from "react";

interface Props<Value extends string> {
  label: string;
  /** When a title just above says the same. */
  hideLabel?: boolean;
  value: Value;
  options: readonly { value: Value; label: string; hint: string }[];
  onChange: (value: Value) => void;
  isDisabled: boolean;
}

/** One among a few that each need a sentence. */
export function Choices<Value extends string>({
  label,
  hideLabel = false,
  value,
  options,
  onChange,
  isDisabled,
}: Props<Value>) {
  const name = useId();
  return (
    <fieldset disabled={isDisabled}>
      <legend className={hideLabel ? "sr-only" : "mb-1.5 text-[13px] font-medium text-ink-soft"}>
        {label}
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-enabled:hover:border-line-strong has-enabled:has-checked:hover:border-accent"
          >
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-medium">{option.label}</span>
              <span className="block text-[13px] text-ink-soft">{option.hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
