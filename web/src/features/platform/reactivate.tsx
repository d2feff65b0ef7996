import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { DeedProps } from "@/features/platform/tenant";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

/** All as before. */
export default function Reactivate({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const { name, organisation_id } = tenant;
  const params = { path: { organisation_id } };
  const reactivate = useAct(
    () => api.POST("/api/platform/organisations/{organisation_id}/reactivate", { params }),
    words("reactivateDone", { name }),
    close,
    keys.tenants(),
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
