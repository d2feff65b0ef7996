import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { CodeDialog } from "@/features/account/code-dialog";
import { NewCodes } from "@/features/account/new-codes";
import { useCode } from "@/features/account/use-code";
import { Telephone } from "@/features/second-factor/telephone";
import { Dialog } from "@/ui/dialog";

interface Props {
  enrolment: Schemas["EnrolmentView"];
  close: () => void;
}

/** The telephone, its first code, then the recovery codes. */
export default function Enrol({ enrolment, close }: Props) {
  const words = useTranslations();
  const confirm = useCode(
    (code) => data(api.POST("/api/second-factor/enrolment/confirm", { body: { code } })),
    words("account.factor.enrolled"),
  );
  const codes = confirm.data?.recovery_codes;
  const title = words(codes ? "secondFactor.codesTitle" : "account.factor.enrolTitle");
  return (
    <Dialog title={title} close={close} held={codes !== undefined}>
      {codes ? (
        <NewCodes codes={codes} close={close} />
      ) : (
        <CodeDialog act={words("account.factor.enrol")} first asking={confirm} close={close}>
          <Telephone enrolment={enrolment} />
        </CodeDialog>
      )}
    </Dialog>
  );
}
