import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { useAct } from "@/features/team/use-act";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const LONGEST = 2000;

/** No access for now, for a reason. */
export default function Suspend({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const [reason, setReason] = useState("");
  const params = { path: { licence_id: licence.licence_id } };
  const suspend = useAct(
    () => api.POST("/api/licences/{licence_id}/suspend", { params, body: { reason: reason.trim() } }),
    words("suspend.done"),
    close,
    keys.licences(),
  );
  const fault = faultOf(suspend.error, "reason");
  return (
    <Dialog title={words("suspend.title")} close={close}>
      <DialogForm
        act={words("suspend.submit")}
        look="danger"
        isPending={suspend.isPending}
        isDisabled={!reason.trim()}
        error={fault ? undefined : suspend.error}
        submit={() => suspend.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("suspend.lead", { email: nameOf(licence, words("erased")) })}</p>
        <TextField
          label={words("suspend.reason")}
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
