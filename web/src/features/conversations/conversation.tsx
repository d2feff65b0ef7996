import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
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
  const member = useMemberName(conversation.user_id);
  const owner = conversation.owner === "person" ? member : words(`owner.${conversation.owner}`);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line px-4 py-1.5">
      <Link
        to="/conversations"
        search={(search) => search}
        aria-label={words("thread.back")}
        className="-ml-2 grid size-11 place-items-center rounded-md text-ink-soft hover:bg-hover md:hidden"
      >
        <ArrowLeft size={20} aria-hidden="true" />
      </Link>
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-base font-semibold">
          {conversation.contact_name || conversation.address || words("inbox.nameless")}
        </h2>
        <p className="flex items-center gap-1.5 truncate text-[13px] text-ink-soft">
          <Badge tone={STATUS_TONES[conversation.status]}>{words(`status.${conversation.status}`)}</Badge>
          <span className="truncate">{owner}</span>
          <span className="figures max-sm:hidden">· {conversation.address}</span>
        </p>
      </div>
      <Acts conversation={conversation} />
    </header>
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
