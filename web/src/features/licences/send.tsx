import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

/** The letter with the key and the file, once more. */
export default function Send({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const [idempotency] = useState(() => crypto.randomUUID());
  const params = { path: { licence_id: licence.licence_id }, header: { "Idempotency-Key": idempotency } };
  const send = useAct(
    () => api.POST("/api/licences/{licence_id}/send", { params }),
    words("send.done"),
    close,
    keys.licences(),
  );
  return (
    <Confirm title={words("send.title")} act={words("send.submit")} asking={send} close={close}>
      {words("send.lead", { email: nameOf(licence, words("erased")) })}
    </Confirm>
  );
}
