interface Props {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}

/** Chosen or not, with room around it for a finger. */
export function CheckBox({ label, checked, onChange }: Props) {
  return (
    <label className="-m-2 inline-grid size-8 align-middle place-items-center pointer-coarse:size-11">
      <input
        type="checkbox"
        aria-label={label}
        className="size-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
