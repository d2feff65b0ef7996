import { type ReactNode, useState } from "react";
import { faultOf } from "@/api/problem";
import { CodeField } from "@/features/second-factor/code-field";
import { DialogForm } from "@/ui/dialog-form";

interface Props {
  act: string;
  look?: "primary" | "danger";
  first?: boolean;
  asking: { error: Error | null; isPending: boolean; mutate: (code: string) => void };
  close: () => void;
  children: ReactNode;
}

/** What a dialog does against a code. */
export function CodeDialog({ act, look = "primary", first = false, asking, close, children }: Props) {
  const [code, setCode] = useState("");
  const fault = faultOf(asking.error, "code");
  return (
    <DialogForm
      act={act}
      look={look}
      isDisabled={asking.isPending || !code.trim()}
      error={fault ? undefined : asking.error}
      submit={() => asking.mutate(code.trim())}
      close={close}
    >
      {children}
      <CodeField value={code} onChange={setCode} error={fault} first={first} />
    </DialogForm>
  );
}
