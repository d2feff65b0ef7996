import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/team/act-props";
import { securityQuery } from "@/features/team/queries";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

/** For who lost the telephone and the recovery codes. */
export default function ResetFactor({ member, close }: ActProps) {
  const words = useTranslations("team");
  const { data: rule } = useQuery(securityQuery);
  const { name, user_id } = member;
  const reset = useAct(
    () => api.POST("/api/members/{user_id}/second-factor/reset", { params: { path: { user_id } } }),
    words("resetDone", { name }),
    close,
    keys.members(),
  );
  return (
    <Confirm
      title={words("resetTitle", { name })}
      act={words("resetDo")}
      look="danger"
      asking={reset}
      close={close}
    >
      {words(rule?.second_factor_required ? "resetLeadRequired" : "resetLead")}
    </Confirm>
  );
}
