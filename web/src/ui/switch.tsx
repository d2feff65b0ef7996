import type { ReactNode } from "react";

interface Props {
  label: string;
  /** What follows from it, as it stands. */
  hint?: ReactNode;
  value: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
}

/** On or off, with its consequence said. */
export function Switch({ label, hint, value, onChange, isDisabled = false }: Props) {
  return (
    <label className="flex items-start gap-4">
      <span className="flex-1">
        <span className="block font-medium">{label}</span>
        {hint ? <span className="block text-pretty text-ink-soft">{hint}</span> : null}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={value}
        aria-checked={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
        className="relative mt-0.5 h-6 w-10 shrink-0 appearance-none rounded-full bg-line-strong transition-colors duration-100 before:absolute before:top-0.5 before:left-0.5 before:size-5 before:rounded-full before:bg-surface before:transition-transform before:duration-100 after:absolute after:-inset-2.5 checked:bg-accent checked:before:translate-x-4 disabled:opacity-60"
      />
    </label>
  );
}
