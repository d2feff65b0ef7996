import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { Button } from "@/ui/button";
import { Badge } from "@/ui/states";

const Withdraw = lazy(() => import("@/features/contact/withdraw"));

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" });

/** Whether the client accepts messages, since when, and how one knows. Only they can come back on a refusal. */
export function Consent({ contact }: { contact: Schemas["ContactView"] }) {
  const words = useTranslations("client.consent");
  const more = useTranslations("clientActs.consent");
  const may = useMay();
  const [withdrawing, withdraw] = useState(false);
  if (contact.erased) return null;
  return (
    <div className="mt-3 text-[13px] text-ink-faint">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={contact.consent === "given" ? "success" : "warning"}>{words(contact.consent)}</Badge>
        {words("since", { date: DATE.format(new Date(contact.consent_at)) })}
      </p>
      <p className="mt-1">{more(`by.${contact.consent_by}`, { word: contact.consent_word || "…" })}</p>
      {contact.consent === "withdrawn" ? <p className="mt-1">{more("theirs")}</p> : null}
      {contact.consent !== "withdrawn" && may("contacts.withdraw_consent") ? (
        <div className="mt-2">
          <Button small onPress={() => withdraw(true)}>
            {more("withdraw")}
          </Button>
        </div>
      ) : null}
      {withdrawing ? (
        <Suspense fallback={null}>
          <Withdraw contactId={contact.contact_id} close={() => withdraw(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
