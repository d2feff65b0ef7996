import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { type DeedProps, useDeed } from "@/features/platform/use-deed";
import { Confirm } from "@/ui/confirm";

/** All as before. */
export default function Reactivate({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const { name, organisation_id } = tenant;
  const params = { path: { organisation_id } };
  const reactivate = useDeed(
    () => api.POST("/api/platform/organisations/{organisation_id}/reactivate", { params }),
    words("reactivateDone", { name }),
    close,
  );
  const asking = { ...reactivate, mutate: () => reactivate.mutate("") };
  return (
    <Confirm
      title={words("reactivateTitle", { name })}
      act={words("reactivate")}
      asking={asking}
      close={close}
    >
      {words("reactivateLead")}
    </Confirm>
  );
}
