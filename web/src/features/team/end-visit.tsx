import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { StaffVisit } from "@/features/visit/queries";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

/** Out at once. */
export default function EndVisit({ visit, close }: { visit: StaffVisit; close: () => void }) {
  const words = useTranslations("team.visits");
  const { staff_name: name, visit_id } = visit;
  const end = useAct(
    () => api.POST("/api/visits/{visit_id}/end", { params: { path: { visit_id } } }),
    words("endDone", { name }),
    close,
    keys.visits(),
  );
  return (
    <Confirm title={words("endOf", { name })} act={words("end")} look="danger" asking={end} close={close}>
      {words("endLead")}
    </Confirm>
  );
}
