import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { DayChoice } from "@/features/licences/day-choice";
import { renewal } from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { shortDay } from "@/words/moments";

const LONGEST = 2000;

/** Some days more, as a gesture, with a reason. */
export default function Extend({ licence, close }: ActProps) {
  const words = useTranslations("licences.extend");
  const [idempotency] = useState(() => crypto.randomUUID());
  const [days, setDays] = useState<number | undefined>(7);
  const [reason, setReason] = useState("");
  const params = { path: { licence_id: licence.licence_id }, header: { "Idempotency-Key": idempotency } };
  const extend = useAct(
    () =>
      api.POST("/api/licences/{licence_id}/extend", {
        params,
        body: { days: days ?? 0, reason: reason.trim() },
      }),
    words("done"),
    close,
    keys.licences(),
  );
  const fault = faultOf(extend.error, "reason");
  const end = days && renewal(new Date(licence.expires_at), new Date(), "now_if_expired", days).end;
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={words("submit")}
        isPending={extend.isPending}
        isDisabled={!days || !reason.trim()}
        error={fault ? undefined : extend.error}
        submit={() => extend.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("lead")}</p>
        <DayChoice days={days} onChange={setDays} />
        <TextField
          label={words("reason")}
          hint={words("reasonHint")}
          value={reason}
          onChange={setReason}
          maxLength={LONGEST}
          error={fault}
        />
        <p role="status" className="font-medium">
          {end ? words("result", { date: shortDay(end) }) : null}
        </p>
      </DialogForm>
    </Dialog>
  );
}
