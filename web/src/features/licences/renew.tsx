import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { BASES, type Basis, daysIn, renewal, USUAL_DAYS } from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { RadioBox } from "@/ui/radio-box";
import { Banner } from "@/ui/states";
import { shortDay } from "@/words/moments";

/** Another term, whose end is said before it is given. */
export default function Renew({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const [idempotency] = useState(() => crypto.randomUUID());
  const [basis, setBasis] = useState<Basis>("now_if_expired");
  const [typed, setTyped] = useState(String(USUAL_DAYS));
  const days = daysIn(typed);
  const ends = new Date(licence.expires_at);
  const params = { path: { licence_id: licence.licence_id }, header: { "Idempotency-Key": idempotency } };
  const renew = useAct(
    () => api.POST("/api/licences/{licence_id}/renew", { params, body: { basis, days: days ?? 0 } }),
    words("renew.done"),
    close,
    keys.licences(),
  );
  const wouldBe = days ? renewal(ends, new Date(), basis, days) : undefined;
  return (
    <Dialog title={words("renew.title")} close={close}>
      <DialogForm
        act={words("renew.submit")}
        isPending={renew.isPending}
        isDisabled={!wouldBe || wouldBe.fault !== undefined}
        error={renew.error}
        submit={() => renew.mutate()}
        close={close}
      >
        <p className="text-pretty">
          {words("renew.lead", { email: nameOf(licence, words("erased")), date: shortDay(ends) })}
        </p>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("renew.basis")}</legend>
          {BASES.map((one) => (
            <RadioBox
              key={one}
              name="basis"
              label={words(`renew.bases.${one}`)}
              checked={one === basis}
              onChange={() => setBasis(one)}
            />
          ))}
        </fieldset>
        <TextField
          label={words("renew.days")}
          inputMode="numeric"
          value={typed}
          onChange={setTyped}
          maxLength={4}
        />
        {wouldBe?.fault ? <Banner tone="warning">{words(`renew.${wouldBe.fault}`)}</Banner> : null}
        {wouldBe && !wouldBe.fault ? (
          <p role="status" className="font-medium">
            {words("renew.result", { date: shortDay(wouldBe.end) })}
          </p>
        ) : null}
      </DialogForm>
    </Dialog>
  );
}
