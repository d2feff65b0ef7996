import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, BellOff, Moon } from "lucide-react";
import { useTranslations } from "use-intl";
import { ClientPane } from "@/features/contact/pane";
import { Acts } from "@/features/conversations/acts";
import { Composer } from "@/features/conversations/composer";
import type { Conversation } from "@/features/conversations/filters";
import { STATUS_TONES } from "@/features/conversations/labels";
import { useMemberName } from "@/features/conversations/members";
import { conversationQuery } from "@/features/conversations/queries";
import { Thread } from "@/features/conversations/thread";
import { Badge, Bone, Failed, Loading } from "@/ui/states";
import { moment } from "@/words/moments";

/** A conversation: who, what was said, what may be done, and the client beside it. */
export function ConversationPage() {
  const { id } = useParams({ from: "/shell/conversations/$id" });
  const found = useQuery(conversationQuery(id));
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className="flex h-full">
      <section className="flex min-w-0 flex-1 flex-col">
        {found.data ? <Head conversation={found.data} /> : <HeadSkeleton />}
        <Thread key={id} conversationId={id} />
        {found.data ? <Composer key={id} conversation={found.data} /> : null}
      </section>
      {found.data ? (
        <aside className="hidden w-80 shrink-0 overflow-y-auto border-l border-line 2xl:w-96 lg:max-xl:hidden xl:block">
          <ClientPane contactId={found.data.contact_id} />
        </aside>
      ) : null}
    </div>
  );
}

/** Who it is with, where it stands, and what may be done. */
export function Head({ conversation }: { conversation: Conversation }) {
  const words = useTranslations();
  const name = conversation.contact_name || conversation.address || words("inbox.nameless");
  return (
    <header className="@container shrink-0 border-b border-line">
      <div className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-2 px-4 py-1.5">
        <div className="flex min-w-0 items-center gap-1">
          <Link
            to="/conversations"
            search={(search) => search}
            aria-label={words("thread.back")}
            className="-ml-3 grid size-11 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover md:hidden"
          >
            <ArrowLeft size={20} aria-hidden="true" />
          </Link>
          <h2 title={name} className="truncate text-base font-semibold">
            {name}
          </h2>
        </div>
        <Standing conversation={conversation} />
        <Acts key={conversation.conversation_id} conversation={conversation} />
      </div>
    </header>
  );
}

/** Where the question stands, who has it, and whether it sleeps or is silent. */
function Standing({ conversation }: { conversation: Conversation }) {
  const words = useTranslations();
  const member = useMemberName(conversation.user_id);
  const owner = conversation.owner === "person" ? member : words(`owner.${conversation.owner}`);
  const until = conversation.snoozed_until ? moment(new Date(conversation.snoozed_until)) : "";
  return (
    <p className="col-start-1 row-start-2 flex min-w-0 items-center gap-1.5 text-[13px] text-ink-soft">
      <Badge tone={STATUS_TONES[conversation.status]}>{words(`status.${conversation.status}`)}</Badge>
      {until ? (
        <span title={words("desk.asleep", { until })} className="flex shrink-0 items-center gap-1">
          <Moon size={14} aria-hidden="true" />
          <span className="sr-only @2xl:not-sr-only">{words("desk.asleep", { until })}</span>
        </span>
      ) : null}
      {conversation.muted ? (
        <span title={words("desk.muted")} className="flex shrink-0 items-center gap-1">
          <BellOff size={14} aria-hidden="true" />
          <span className="sr-only @2xl:not-sr-only">{words("desk.muted")}</span>
        </span>
      ) : null}
      <span className="truncate">{owner}</span>
      <span className="figures hidden truncate @2xl:inline">· {conversation.address}</span>
    </p>
  );
}

function HeadSkeleton() {
  return (
    <div className="h-14 border-b border-line px-4 py-2">
      <Loading>
        <Bone className="h-4 w-40" />
        <Bone className="mt-2 h-3 w-56" />
      </Loading>
    </div>
  );
}
