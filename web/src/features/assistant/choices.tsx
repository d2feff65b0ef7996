import { useId } from "react";
import { RadioBox } from "@/ui/radio-box";

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
          <RadioBox
            key={option.value}
            name={name}
            label={option.label}
            hint={option.hint}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}
