import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { CodeDialog } from "@/features/account/code-dialog";
import { useCode } from "@/features/account/use-code";
import { Dialog } from "@/ui/dialog";

/** No code any more. */
export default function Remove({ close }: { close: () => void }) {
  const words = useTranslations("account.factor");
  const remove = useCode(
    (code) => api.POST("/api/second-factor/remove", { body: { code } }),
    words("removed"),
    close,
  );
  return (
    <Dialog title={words("removeTitle")} close={close}>
      <CodeDialog act={words("remove")} look="danger" asking={remove} close={close}>
        <p className="text-pretty">{words("removeLead")}</p>
      </CodeDialog>
    </Dialog>
  );
}
