import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Composer } from "@/features/conversations/composer";
import { Head } from "@/features/conversations/conversation";
import { conversationQuery } from "@/features/conversations/queries";
import { Thread } from "@/features/conversations/thread";
import { Empty, Failed } from "@/ui/states";

/** The same conversation as the team has it: read, taken over and answered here as anywhere. */
export function Team({ conversationId }: { conversationId: string | undefined }) {
  const words = useTranslations("phone");
  return (
    <section aria-label={words("team")} className="flex h-full min-w-0 flex-1 flex-col bg-page">
      <div className="flex h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-4 text-[13px]">
        <p className="font-medium text-ink-soft">{words("team")}</p>
        {conversationId ? (
          <Link
            to="/conversations/$id"
            params={{ id: conversationId }}
            className="text-accent underline underline-offset-2"
          >
            {words("open")}
          </Link>
        ) : null}
      </div>
      {conversationId ? (
        <Conversation id={conversationId} />
      ) : (
        <div className="grid flex-1 place-items-center">
          <Empty sentence={words("teamEmpty")} />
        </div>
      )}
    </section>
  );
}

function Conversation({ id }: { id: string }) {
  const found = useQuery(conversationQuery(id));
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return null; // the thread keeps its end in sight in the height it is given at first
  return (
    <>
      <Head conversation={found.data} />
      <Thread key={id} conversationId={id} />
      <Composer key={id} conversation={found.data} />
    </>
  );
}
