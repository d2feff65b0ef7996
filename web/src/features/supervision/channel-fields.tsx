import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { TextField } from "@/ui/field";

type Field = Schemas["FieldView"];
export type Values = Readonly<Record<string, string>>;

interface Props {
  fields: readonly Field[];
  values: Values;
  error: Error | null;
  onChange: (values: Values) => void;
}

/** What a provider asks for. A secret is typed hidden, and the browser is not to keep it. */
export function ChannelFields({ fields, values, error, onChange }: Props) {
  const words = useTranslations("supervision.channels");
  return fields.map((field) => (
    <TextField
      key={field.name}
      label={field.label}
      hint={
        field.secret || !field.example
          ? field.help
          : words("example", { help: field.help, example: field.example })
      }
      type={field.secret ? "password" : "text"}
      autoComplete={field.secret ? "new-password" : "off"}
      spellCheck="false"
      value={values[field.name] ?? ""}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
      error={faultOf(error, `${field.secret ? "secrets" : "settings"}.${field.name}`)}
    />
  ));
}

/** The values that were typed for some fields, without those left empty. */
export function typed(fields: readonly Field[], values: Values): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => (values[name]?.trim() ? [[name, values[name].trim()]] : [])),
  );
}
