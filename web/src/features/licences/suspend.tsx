import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { keys } from "@/live/cache-keys";
import { Reasoned } from "@/ui/reasoned";

const LONGEST = 200;

/** No access for now, for a reason. */
export default function Suspend({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const params = { path: { licence_id: licence.licence_id } };
  const suspend = useAct(
    (reason: string) => api.POST("/api/licences/{licence_id}/suspend", { params, body: { reason } }),
    words("suspend.done"),
    close,
    keys.licences(),
  );
  return (
    <Reasoned
      title={words("suspend.title")}
      lead={words("suspend.lead", { email: nameOf(licence, words("erased")) })}
      act={words("suspend.submit")}
      look="danger"
      label={words("suspend.reason")}
      longest={LONGEST}
      asking={suspend}
      close={close}
    />
  );
}
