import type { ReactNode } from "react";

interface Props {
  /** Of the group: one of those that share it is chosen. */
  name: string;
  label: ReactNode;
  /** What follows from it. */
  hint?: ReactNode;
  checked: boolean;
  isDisabled?: boolean;
  isRequired?: boolean;
  onChange: () => void;
}

/** One of a few ways, chosen by its whole box. */
export function RadioBox({ name, label, hint, checked, isDisabled, isRequired, onChange }: Props) {
  return (
    <label className="flex min-h-11 cursor-default items-start gap-3 rounded-md border border-line bg-surface px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60">
      <input
        type="radio"
        name={name}
        required={isRequired}
        disabled={isDisabled}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={onChange}
      />
      {hint ? (
        <span>
          <span className="block font-medium">{label}</span>
          <span className="block text-[13px] text-pretty text-ink-soft">{hint}</span>
        </span>
      ) : (
        label
      )}
    </label>
  );
}
