import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Ends, LastSeen } from "@/features/licences/parts";
import { IconButton } from "@/ui/button";
import { Section } from "@/ui/section";
import { useCopy } from "@/ui/use-copy";
import { money } from "@/words/figures";
import { moment, shortDay } from "@/words/moments";

type Licence = Schemas["LicenceView"];

/** What a licence is, in figures and days. */
export function Informations({ licence }: { licence: Licence }) {
  const words = useTranslations("licences");
  const { currency } = licence;
  const unknown = words("sheet.unknown");
  return (
    <Section title={words("sheet.informations")}>
      <dl className="figures grid grid-cols-1 gap-x-6 gap-y-4 px-4 pb-4 sm:grid-cols-2">
        <Told name={words("sheet.plan")}>
          {words(`plans.${licence.plan}`)}
          <Note>{words("sheet.price", { price: money(licence.price_cents, currency) })}</Note>
        </Told>
        <Told name={words("sheet.expires")}>
          <Ends licence={licence} />
          <Note>
            {words("sheet.grace")} {shortDay(new Date(licence.grace_ends_at))}
          </Note>
        </Told>
        <Told name={words("sheet.mrr")}>
          {money(licence.mrr_cents, currency)}
          <Note>{words("sheet.mrrHint")}</Note>
        </Told>
        <Told name={words("sheet.ltv")}>
          {money(licence.ltv_cents, currency)}
          <Note>{words("sheet.ltvHint")}</Note>
        </Told>
        <Told name={words("sheet.payment")}>{words(`payments.${licence.payment_method}`)}</Told>
        <Told name={words("sheet.autoRenew")}>{words(licence.auto_renew ? "sheet.yes" : "sheet.no")}</Told>
        <Told name={words("sheet.hwid")}>
          {licence.hwid ? <Machine hwid={licence.hwid} /> : words("erased")}
        </Told>
        <Told name={words("sheet.seen")}>
          <LastSeen at={licence.last_check_in_at} />
        </Told>
        <Told name={words("sheet.version")}>{licence.client_version || unknown}</Told>
        <Told name={words("sheet.os")}>{licence.os || unknown}</Told>
        <Told name={words("sheet.issued")}>
          {moment(new Date(licence.issued_at))}
          {licence.import_id ? <Note>{words("sheet.fromImport")}</Note> : null}
        </Told>
        <Told name={words("sheet.delivery")}>{words(`sheet.deliveries.${licence.delivery || "none"}`)}</Told>
      </dl>
    </Section>
  );
}

function Machine({ hwid }: { hwid: string }) {
  const words = useTranslations("licences.sheet");
  const copy = useCopy();
  return (
    <span className="flex items-center gap-1">
      <code className="text-[13px]">{hwid}</code>
      <IconButton label={words("copyHwid")} onPress={() => copy(hwid)}>
        <Copy size={15} aria-hidden="true" />
      </IconButton>
    </span>
  );
}

function Told({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="mt-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

const Note = ({ children }: { children: ReactNode }) => (
  <span className="block text-xs text-pretty text-ink-faint">{children}</span>
);
