import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const LONGEST = 200;

/** To another machine. */
export default function Transfer({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const [hwid, setHwid] = useState("");
  const params = { path: { licence_id: licence.licence_id } };
  const transfer = useAct(
    () => api.POST("/api/licences/{licence_id}/transfer", { params, body: { hwid: hwid.trim() } }),
    words("transfer.done"),
    close,
    keys.licences(),
  );
  const fault = faultOf(transfer.error, "hwid");
  return (
    <Dialog title={words("transfer.title")} close={close}>
      <DialogForm
        act={words("transfer.submit")}
        autoComplete="off"
        isPending={transfer.isPending}
        isDisabled={!hwid.trim()}
        error={fault ? undefined : transfer.error}
        submit={() => transfer.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("transfer.lead")}</p>
        <TextField
          label={words("transfer.hwid")}
          hint={words("form.hwidHint")}
          value={hwid}
          onChange={setHwid}
          maxLength={LONGEST}
          error={fault}
          autoFocus
        />
      </DialogForm>
    </Dialog>
  );
}
