import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { CodeDialog } from "@/features/account/code-dialog";
import { NewCodes } from "@/features/account/new-codes";
import { useCode } from "@/features/account/use-code";
import { Dialog } from "@/ui/dialog";

/** Ten other recovery codes. */
export default function Renew({ close }: { close: () => void }) {
  const words = useTranslations();
  const renew = useCode(
    (code) => data(api.POST("/api/second-factor/recovery-codes", { body: { code } })),
    words("account.factor.renewed"),
  );
  const codes = renew.data?.recovery_codes;
  return (
    <Dialog
      title={words(codes ? "secondFactor.codesTitle" : "account.factor.renew")}
      close={close}
      held={codes !== undefined}
    >
      {codes ? (
        <NewCodes codes={codes} close={close} />
      ) : (
        <CodeDialog act={words("account.factor.continue")} asking={renew} close={close}>
          <p className="text-pretty">{words("account.factor.renewLead")}</p>
        </CodeDialog>
      )}
    </Dialog>
  );
}
