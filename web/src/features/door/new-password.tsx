import { useTranslations } from "use-intl";
import { TextField } from "@/ui/field";

interface Props {
  error: string | undefined;
  changed: () => void;
}

/** A password that somebody chooses. */
export function NewPassword({ error, changed }: Props) {
  const words = useTranslations("door");
  return (
    <TextField
      name="password"
      type="password"
      label={words("password")}
      hint={words("passwordHint")}
      autoComplete="new-password"
      isRequired
      autoFocus
      onChange={changed}
      error={error}
    />
  );
}
