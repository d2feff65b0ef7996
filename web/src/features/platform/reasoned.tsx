import { useState } from "react";
import { useTranslations } from "use-intl";
import { faultOf } from "@/api/problem";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const LONGEST = 200;

interface Props {
  title: string;
  /** What follows. */
  lead: string;
  act: string;
  look?: "primary" | "danger";
  asking: { error: Error | null; isPending: boolean; mutate: (reason: string) => void };
  close: () => void;
}

/** A deed that wants a reason, which the organisation reads. */
export function Reasoned({ title, lead, act, look = "primary", asking, close }: Props) {
  const words = useTranslations("platform");
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
          label={words("reason")}
          hint={words("reasonHint")}
          value={reason}
          onChange={setReason}
          maxLength={LONGEST}
          error={fault}
          autoFocus
        />
      </DialogForm>
    </Dialog>
  );
}
