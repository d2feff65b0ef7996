import type { ReactNode } from "react";
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from "react-aria-components";

const BOX =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-faint " +
  "data-[invalid]:border-danger disabled:opacity-60 pointer-coarse:text-base";

interface Props extends Omit<TextFieldProps, "className" | "children"> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  /** How many rows; one makes a line. */
  rows?: number;
}

export function TextField({ label, hint, error, placeholder, rows = 1, ...props }: Props) {
  return (
    <AriaTextField
      {...props}
      isInvalid={error !== undefined}
      // What the server refused must not keep the browser from sending the form again.
      validationBehavior={error === undefined ? "native" : "aria"}
      className="flex flex-col gap-1"
    >
      <Label className="text-[13px] font-medium text-ink-soft">{label}</Label>
      {rows > 1 ? (
        <TextArea rows={rows} placeholder={placeholder} className={`${BOX} resize-y py-2 leading-normal`} />
      ) : (
        <Input placeholder={placeholder} className={`${BOX} h-10`} />
      )}
      {hint ? (
        <Text slot="description" className="text-[13px] text-ink-faint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="text-[13px] text-danger">{error}</FieldError>
    </AriaTextField>
  );
}
