import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { isSaid, type Why, WhyFields, WORD, WordField } from "@/features/licences/revocation";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { Banner } from "@/ui/states";
import { Switch } from "@/ui/switch";

/** For good: it wants a reason, and the word. */
export default function Revoke({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const [why, setWhy] = useState<Why>({ reason: "asked", note: "" });
  const [typed, setTyped] = useState("");
  const [notify, setNotify] = useState(false);
  const params = { path: { licence_id: licence.licence_id } };
  const revoke = useAct(
    () =>
      api.POST("/api/licences/{licence_id}/revoke", {
        params,
        body: { confirm: WORD, reason: why.reason, note: why.note.trim(), notify },
      }),
    words("revoke.done"),
    close,
    keys.licences(),
  );
  const fault = faultOf(revoke.error, "note");
  return (
    <Dialog title={words("revoke.title")} close={close}>
      <DialogForm
        act={words("revoke.submit")}
        look="danger"
        autoComplete="off"
        isPending={revoke.isPending}
        isDisabled={typed.trim() !== WORD || !isSaid(why)}
        error={fault ? undefined : revoke.error}
        submit={() => revoke.mutate()}
        close={close}
      >
        <Banner tone="danger">{words("revoke.warning", { email: nameOf(licence, words("erased")) })}</Banner>
        <WhyFields why={why} error={fault} onChange={setWhy} />
        <Switch
          label={words("revoke.notify")}
          hint={words("revoke.notifyHint")}
          value={notify}
          onChange={setNotify}
        />
        <WordField typed={typed} onChange={setTyped} />
      </DialogForm>
    </Dialog>
  );
}
