import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { KeyShown } from "@/features/licences/key-shown";
import { Pick } from "@/features/licences/pick";
import { PlanChoice } from "@/features/licences/plan-choice";
import {
  dayOf,
  endOf,
  later,
  PAYMENTS,
  type PaymentMethod,
  type Plan,
  USUAL_DAYS,
} from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { DateBox } from "@/ui/date-box";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { Switch } from "@/ui/switch";

const LONGEST = { email: 320, hwid: 200, notes: 2000 } as const;
const FIELDS = ["email", "hwid", "expires_at", "notes"] as const;

/** A new licence: to whom, for which machine, how; then its key. */
export default function Create({ close }: { close: () => void }) {
  const words = useTranslations("licences");
  const client = useQueryClient();
  const [idempotency] = useState(() => crypto.randomUUID());
  const [today] = useState(() => new Date());
  const usual = dayOf(later(today, USUAL_DAYS));
  const [email, setEmail] = useState("");
  const [hwid, setHwid] = useState("");
  const [plan, setPlan] = useState<Plan>("premium");
  const [end, setEnd] = useState(usual);
  const [payment_method, setPayment] = useState<PaymentMethod>("stripe");
  const [auto_renew, setAutoRenew] = useState(true);
  const [notes, setNotes] = useState("");
  const create = useMutation({
    mutationFn: () => {
      const expires_at = end === usual ? null : endOf(end);
      const body = { email, hwid, plan, payment_method, auto_renew, notes, expires_at };
      const header = { "Idempotency-Key": idempotency };
      return data(api.POST("/api/licences", { params: { header }, body }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.licences() }),
  });
  if (create.data) return <KeyShown email={email.trim()} made={create.data} close={close} />;
  const fault = (field: (typeof FIELDS)[number]) => faultOf(create.error, field);
  return (
    <Dialog title={words("create")} close={close}>
      <DialogForm
        act={words("form.submit")}
        autoComplete="off"
        isDisabled={create.isPending || !email.trim() || !hwid.trim()}
        error={FIELDS.some(fault) ? undefined : create.error}
        submit={() => create.mutate()}
        close={close}
      >
        <TextField
          label={words("form.email")}
          hint={words("form.emailHint")}
          type="email"
          value={email}
          onChange={setEmail}
          maxLength={LONGEST.email}
          error={fault("email")}
          autoFocus
        />
        <TextField
          label={words("form.hwid")}
          hint={words("form.hwidHint")}
          value={hwid}
          onChange={setHwid}
          maxLength={LONGEST.hwid}
          error={fault("hwid")}
        />
        <PlanChoice plan={plan} onChange={setPlan} />
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="flex flex-col gap-1">
            <span aria-hidden="true" className="text-[13px] font-medium text-ink-soft">
              {words("form.end")}
            </span>
            <DateBox label={words("form.end")} value={end} min={dayOf(today)} onChange={setEnd} />
            <p className="text-[13px] text-ink-faint">{words("form.endHint")}</p>
            {fault("expires_at") ? (
              <p role="alert" className="text-[13px] text-danger">
                {fault("expires_at")}
              </p>
            ) : null}
          </div>
          <Pick
            label={words("form.payment")}
            value={payment_method}
            options={PAYMENTS.map((one) => [one, words(`payments.${one}`)] as const)}
            onChange={setPayment}
          />
        </div>
        <Switch label={words("form.autoRenew")} value={auto_renew} onChange={setAutoRenew} />
        <TextField
          label={words("form.notes")}
          hint={words("form.notesHint")}
          value={notes}
          onChange={setNotes}
          maxLength={LONGEST.notes}
          rows={2}
          error={fault("notes")}
        />
      </DialogForm>
    </Dialog>
  );
}
