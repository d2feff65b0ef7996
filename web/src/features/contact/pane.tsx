import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Consent } from "@/features/contact/consent";
import { EraseContact } from "@/features/contact/erase";
import { contactQuery } from "@/features/contact/queries";
import { Timeline } from "@/features/contact/timeline";
import { Avatar } from "@/ui/avatar";
import { Bone, Failed, Loading } from "@/ui/states";

type Contact = Schemas["ContactView"];
type IdentifierKind = "phone" | "email" | "bsuid" | "lid" | "hwid" | "provider";

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" });

/** Who the client is, and everything that happened with them. */
export function ClientPane({ contactId }: { contactId: string }) {
  const found = useQuery(contactQuery(contactId));
  if (found.isPending) return <Skeleton />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div>
      <Identity contact={found.data} />
      <Timeline key={contactId} contactId={contactId} />
      {found.data.erased ? null : <EraseContact contact={found.data} />}
    </div>
  );
}

function Identity({ contact }: { contact: Contact }) {
  const words = useTranslations();
  const name = contact.erased ? words("inbox.erased") : contact.name || words("inbox.nameless");
  return (
    <section aria-label={words("client.title")} className="border-b border-line p-4">
      <div className="flex items-center gap-3">
        <Avatar name={contact.erased ? "" : contact.name} size={44} />
        <div className="min-w-0">
          <h2 title={name} className="truncate text-base font-semibold">
            {name}
          </h2>
          <p className="text-[13px] text-ink-soft">
            {words("client.since", { date: DATE.format(new Date(contact.first_seen_at)) })}
          </p>
        </div>
      </div>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
        {contact.identifiers.map(({ kind, value }) => (
          <div key={`${kind}:${value}`} className="contents">
            <dt className="text-ink-faint">{words(`client.${kind as IdentifierKind}`)}</dt>
            <dd className="figures select-all truncate" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <Consent contact={contact} />
    </section>
  );
}

function Skeleton() {
  return (
    <div className="p-4">
      <Loading>
        <div className="flex items-center gap-3">
          <Bone className="size-11 rounded-full" />
          <div className="flex-1">
            <Bone className="h-4 w-32" />
            <Bone className="mt-2 h-3 w-44" />
          </div>
        </div>
        <Bone className="mt-6 h-40 w-full" />
      </Loading>
    </div>
  );
}
