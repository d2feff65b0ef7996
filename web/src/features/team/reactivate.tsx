import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/team/act-props";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

/** In again. */
export default function Reactivate({ member, close }: ActProps) {
  const words = useTranslations("team");
  const { name, user_id } = member;
  const reactivate = useAct(
    () => api.POST("/api/members/{user_id}/reactivate", { params: { path: { user_id } } }),
    words("reactivateDone", { name }),
    close,
    keys.members(),
  );
  return (
    <Confirm
      title={words("reactivateTitle", { name })}
      act={words("reactivate")}
      asking={reactivate}
      close={close}
    >
      {words("reactivateLead")}
    </Confirm>
  );
}
