import { useState } from "react";
import { useTranslations } from "use-intl";
import { RecoveryCodes } from "@/features/second-factor/recovery-codes";
import { Button } from "@/ui/button";

/** The end of a dialog that gave recovery codes. */
export function NewCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const words = useTranslations("account.factor");
  const [noted, setNoted] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <RecoveryCodes codes={codes} noted={noted} onNoted={setNoted} />
      <div className="flex justify-end">
        <Button look="primary" isDisabled={!noted} onPress={close}>
          {words("finish")}
        </Button>
      </div>
    </div>
  );
}
