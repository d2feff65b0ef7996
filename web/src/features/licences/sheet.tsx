import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Copy } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { SheetActs } from "@/features/licences/acts";
import { nameOf } from "@/features/licences/address";
import { History } from "@/features/licences/history";
import { Informations } from "@/features/licences/informations";
import { Notes } from "@/features/licences/notes";
import { StatusBadge } from "@/features/licences/parts";
import { licenceQuery } from "@/features/licences/queries";
import { Usage } from "@/features/licences/usage";
import { IconButton } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Banner, Empty } from "@/ui/states";
import { useCopy } from "@/ui/use-copy";
import { useNow } from "@/ui/use-now";
import { ago, shortDay } from "@/words/moments";

type Licence = Schemas["LicenceView"];

/** One licence: what it is, what was done with it, what may be. */
export function LicencePage() {
  const words = useTranslations();
  const may = useMay();
  const { licenceId } = useParams({ from: "/shell/desk/licences/$licenceId" });
  const found = useQuery(licenceQuery(licenceId));
  if (!may("licences.read")) return <Empty sentence={words("states.forbidden")} />;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 md:p-6">
      <Link
        to="/licences"
        className="inline-flex min-h-6 items-center gap-1.5 self-start text-[13px] text-ink-soft hover:text-ink pointer-coarse:min-h-11"
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {words("licences.sheet.back")}
      </Link>
      <Loaded query={found} bone="h-96">
        {(licence) => (
          <>
            <Head licence={licence} />
            <Trouble licence={licence} />
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
              <div className="flex flex-col gap-4">
                <Informations licence={licence} />
                <Usage licenceId={licence.licence_id} />
                <Notes licence={licence} />
              </div>
              <History licenceId={licence.licence_id} />
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ licence }: { licence: Licence }) {
  const words = useTranslations("licences");
  const may = useMay();
  return (
    <header className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl font-semibold [overflow-wrap:anywhere]">
          {nameOf(licence, words("erased"))}
          <StatusBadge status={licence.status} />
        </h1>
        <Key text={licence.key} />
        {may("contacts.read") && licence.email ? (
          <Link
            to="/clients/$contactId"
            params={{ contactId: licence.contact_id }}
            className="inline-flex min-h-6 items-center text-[13px] text-accent underline pointer-coarse:min-h-11"
          >
            {words("sheet.client")}
          </Link>
        ) : null}
      </div>
      <SheetActs licence={licence} />
    </header>
  );
}

function Key({ text }: { text: string }) {
  const words = useTranslations("licences.sheet");
  const copy = useCopy();
  if (!text) return <p className="text-ink-soft">{words("noKey")}</p>;
  return (
    <p className="flex items-center gap-1">
      <span className="sr-only">{words("key")}</span>
      <code className="[overflow-wrap:anywhere]">{text}</code>
      <IconButton label={words("copyKey")} onPress={() => copy(text)}>
        <Copy size={15} aria-hidden="true" />
      </IconButton>
    </p>
  );
}

/** Why there is no access, or why there should perhaps be none. */
function Trouble({ licence }: { licence: Licence }) {
  const words = useTranslations("licences");
  const now = useNow();
  const { revoked_at, revoked_reason, seen_elsewhere_at } = licence;
  if (revoked_at && revoked_reason) {
    const reason = words(`revoke.reasons.${revoked_reason}`);
    return (
      <Banner tone="danger">
        {words("sheet.revoked", { date: shortDay(new Date(revoked_at)), reason })}
        {licence.revoked_note ? ` (${licence.revoked_note})` : null}
      </Banner>
    );
  }
  return (
    <>
      {licence.status === "suspended" ? (
        <Banner tone="warning">{words("sheet.suspended", { reason: licence.suspended_reason })}</Banner>
      ) : null}
      {seen_elsewhere_at ? (
        <Banner tone="warning">
          {words("sheet.elsewhere", { ago: ago(new Date(seen_elsewhere_at), now) })}
        </Banner>
      ) : null}
    </>
  );
}
