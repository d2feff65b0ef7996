import { useTranslations } from "use-intl";
import { TextField } from "@/ui/field";

interface Props {
  value: string;
  onChange: (code: string) => void;
  error: string | undefined;
  /** The very first code of a telephone: no recovery code exists yet. */
  first?: boolean;
}

/** A code of the application. Recovery codes have letters: no keyboard of digits, unless there are none yet. */
export function CodeField({ value, onChange, error, first = false }: Props) {
  const words = useTranslations("secondFactor");
  return (
    <TextField
      label={words(first ? "firstCode" : "code")}
      hint={words(first ? "firstCodeHint" : "codeHint")}
      value={value}
      onChange={onChange}
      error={error}
      inputMode={first ? "numeric" : "text"}
      autoComplete="one-time-code"
      spellCheck="false"
      maxLength={100}
      isRequired
      autoFocus
    />
  );
}
