import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";
import { shortDay } from "@/words/moments";

/** Access again, until the same end. */
export default function Reinstate({ licence, close }: ActProps) {
  const words = useTranslations("licences");
  const params = { path: { licence_id: licence.licence_id } };
  const reinstate = useAct(
    () => api.POST("/api/licences/{licence_id}/reinstate", { params }),
    words("reinstate.done"),
    close,
    keys.licences(),
  );
  const date = shortDay(new Date(licence.expires_at));
  return (
    <Confirm
      title={words("reinstate.title")}
      act={words("reinstate.submit")}
      asking={reinstate}
      close={close}
    >
      {words("reinstate.lead", { email: nameOf(licence, words("erased")), date })}
    </Confirm>
  );
}
