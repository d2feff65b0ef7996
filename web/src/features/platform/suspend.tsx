import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import { type DeedProps, LONGEST_REASON } from "@/features/platform/tenant";
import { keys } from "@/live/cache-keys";
import { Reasoned } from "@/ui/reasoned";

/** Nobody of it signs in any more, for a reason. */
export default function Suspend({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const { name, organisation_id } = tenant;
  const params = { path: { organisation_id } };
  const suspend = useAct(
    (reason: string) =>
      api.POST("/api/platform/organisations/{organisation_id}/suspend", { params, body: { reason } }),
    words("suspendDone", { name }),
    close,
    keys.tenants(),
  );
  return (
    <Reasoned
      title={words("suspendTitle", { name })}
      lead={words("suspendLead")}
      act={words("suspend")}
      look="danger"
      label={words("reason")}
      hint={words("reasonHint")}
      longest={LONGEST_REASON}
      asking={suspend}
      close={close}
    />
  );
}
