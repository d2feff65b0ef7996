import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { type ActProps, useAct } from "@/features/team/use-act";
import { Confirm } from "@/ui/confirm";

/** In again. */
export default function Reactivate({ member, close }: ActProps) {
  const words = useTranslations("team");
  const { name, user_id } = member;
  const reactivate = useAct(
    () => api.POST("/api/members/{user_id}/reactivate", { params: { path: { user_id } } }),
    words("reactivateDone", { name }),
    close,
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
