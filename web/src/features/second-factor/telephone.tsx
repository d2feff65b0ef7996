import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { imageOf, inFours } from "@/features/second-factor/enrolment";
import { Button } from "@/ui/button";
import { useCopy } from "@/ui/use-copy";

/** What the telephone must be shown, by its camera or by hand. */
export function Telephone({ enrolment }: { enrolment: Schemas["EnrolmentView"] }) {
  const words = useTranslations("secondFactor");
  const copy = useCopy();
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="text-pretty">{words("scan")}</p>
        <p className="mt-1 text-[13px] text-pretty text-ink-faint">{words("apps")}</p>
      </div>
      {/* White in dark too: cameras want it so. */}
      <img
        src={imageOf(enrolment.qr_code)}
        alt={words("qrCode")}
        className="size-48 self-center rounded-md border border-line bg-white p-1"
      />
      <div className="flex flex-wrap items-end justify-between gap-2">
        <p>
          <span className="block text-[13px] text-ink-soft">{words("byHand")}</span>
          <code data-testid="secret" className="font-mono text-[13px] break-words">
            {inFours(enrolment.secret)}
          </code>
        </p>
        <Button small onPress={() => copy(enrolment.secret)}>
          {words("copyKey")}
        </Button>
      </div>
    </div>
  );
}
