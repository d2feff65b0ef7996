import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

interface Props {
  batchId: string;
  close: () => void;
}

/** What an import created is revoked, unless somebody has acted on it since. */
export default function Undo({ batchId, close }: Props) {
  const words = useTranslations("licences.importing");
  const params = { path: { batch_id: batchId } };
  const undo = useAct(
    () => api.POST("/api/licences/imports/{batch_id}/undo", { params }),
    words("undoAsked"),
    close,
    keys.licenceBatches(),
  );
  return (
    <Confirm title={words("undoTitle")} act={words("undoDo")} look="danger" asking={undo} close={close}>
      {words("undoLead")}
    </Confirm>
  );
}
