import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/team/act-props";
import { keys } from "@/live/cache-keys";
import { Reasoned } from "@/ui/reasoned";

const LONGEST = 200;

/** Out for now, for a reason that others read. */
export default function Suspend({ member, close }: ActProps) {
  const words = useTranslations("team");
  const params = { path: { user_id: member.user_id } };
  const suspend = useAct(
    (reason: string) => api.POST("/api/members/{user_id}/suspend", { params, body: { reason } }),
    words("suspendDone", { name: member.name }),
    close,
    keys.members(),
  );
  return (
    <Reasoned
      title={words("suspendTitle", { name: member.name })}
      lead={words("suspendLead")}
      act={words("suspend")}
      look="danger"
      label={words("reason")}
      hint={words("reasonHint")}
      longest={LONGEST}
      asking={suspend}
      close={close}
    />
  );
}
