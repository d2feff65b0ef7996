import { useState } from "react";
import { faultOf } from "@/api/problem";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

interface Props {
  title: string;
  /** What follows. */
  lead: string;
  act: string;
  look?: "primary" | "danger";
  /** What the reason is called, and who reads it. */
  label: string;
  hint?: string;
  longest: number;
  asking: { error: Error | null; isPending: boolean; mutate: (reason: string) => void };
  close: () => void;
}

/** An act that wants a reason, which others read. */
export function Reasoned({ title, lead, act, look = "primary", label, hint, longest, asking, close }: Props) {
  const [reason, setReason] = useState("");
  const fault = faultOf(asking.error, "reason");
  return (
    <Dialog title={title} close={close}>
      <DialogForm
        act={act}
        look={look}
        isPending={asking.isPending}
        isDisabled={!reason.trim()}
        error={fault ? undefined : asking.error}
        submit={() => asking.mutate(reason.trim())}
        close={close}
      >
        <p className="text-pretty">{lead}</p>
        <TextField
          label={label}
          hint={hint}
          value={reason}
          onChange={setReason}
          maxLength={longest}
          error={fault}
          autoFocus
        />
      </DialogForm>
    </Dialog>
  );
}
