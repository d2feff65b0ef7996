import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useAct } from "@/app/use-act";
import { Pick } from "@/features/licences/pick";
import { PAYMENTS } from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { Switch } from "@/ui/switch";

const LONGEST = 2000;

interface Props {
  licence: Schemas["LicenceView"];
  close: () => void;
}

/** How it is paid, whether it renews itself, what was noted. */
export default function Amend({ licence, close }: Props) {
  const words = useTranslations("licences");
  const [payment_method, setPayment] = useState(licence.payment_method);
  const [auto_renew, setAutoRenew] = useState(licence.auto_renew);
  const [notes, setNotes] = useState(licence.notes);
  const params = { path: { licence_id: licence.licence_id } };
  const amend = useAct(
    () => api.PUT("/api/licences/{licence_id}", { params, body: { payment_method, auto_renew, notes } }),
    words("amend.done"),
    close,
    keys.licences(),
  );
  const fault = faultOf(amend.error, "notes");
  return (
    <Dialog title={words("amend.title")} close={close}>
      <DialogForm
        act={words("amend.submit")}
        isPending={amend.isPending}
        error={fault ? undefined : amend.error}
        submit={() => amend.mutate()}
        close={close}
      >
        <Pick
          label={words("form.payment")}
          value={payment_method}
          options={PAYMENTS.map((one) => [one, words(`payments.${one}`)] as const)}
          onChange={setPayment}
        />
        <Switch label={words("form.autoRenew")} value={auto_renew} onChange={setAutoRenew} />
        <TextField
          label={words("form.notes")}
          hint={words("form.notesHint")}
          value={notes}
          onChange={setNotes}
          maxLength={LONGEST}
          rows={4}
          error={fault}
        />
      </DialogForm>
    </Dialog>
  );
}
