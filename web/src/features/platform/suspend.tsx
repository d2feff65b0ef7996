import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { Reasoned } from "@/features/platform/reasoned";
import { type DeedProps, useDeed } from "@/features/platform/use-deed";

/** Nobody of it signs in any more, for a reason. */
export default function Suspend({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const { name, organisation_id } = tenant;
  const params = { path: { organisation_id } };
  const suspend = useDeed(
    (reason) =>
      api.POST("/api/platform/organisations/{organisation_id}/suspend", { params, body: { reason } }),
    words("suspendDone", { name }),
    close,
  );
  return (
    <Reasoned
      title={words("suspendTitle", { name })}
      lead={words("suspendLead")}
      act={words("suspend")}
      look="danger"
      asking={suspend}
      close={close}
    />
  );
}
