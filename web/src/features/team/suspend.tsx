import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { type ActProps, useAct } from "@/features/team/use-act";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const LONGEST = 1000;

/** Out for now, for a reason that others read. */
export default function Suspend({ member, close }: ActProps) {
  const words = useTranslations("team");
  const [reason, setReason] = useState("");
  const params = { path: { user_id: member.user_id } };
  const suspend = useAct(
    () => api.POST("/api/members/{user_id}/suspend", { params, body: { reason: reason.trim() } }),
    words("suspendDone", { name: member.name }),
    close,
  );
  const fault = faultOf(suspend.error, "reason");
  return (
    <Dialog title={words("suspendTitle", { name: member.name })} close={close}>
      <DialogForm
        act={words("suspend")}
        look="danger"
        isDisabled={suspend.isPending || !reason.trim()}
        error={fault ? undefined : suspend.error}
        submit={() => suspend.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("suspendLead")}</p>
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
