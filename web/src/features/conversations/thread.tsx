import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Bubble } from "@/features/conversations/bubble";
import { threadQuery } from "@/features/conversations/queries";
import type { Message } from "@/features/conversations/thread-pages";
import { firstUnread, unreadAtOpening } from "@/features/conversations/unread";
import { useJump } from "@/features/conversations/use-jump";
import { useScrolling } from "@/features/conversations/use-scrolling";
import { useSeen } from "@/features/conversations/use-seen";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { day } from "@/words/moments";

/** What was said, oldest first, the end in sight, or what was not read yet. */
export function Thread({ conversationId }: { conversationId: string }) {
  const words = useTranslations("thread");
  const client = useQueryClient();
  const [unread] = useState(() => unreadAtOpening(client, conversationId));
  const found = useInfiniteQuery(threadQuery(conversationId));
  const pages = found.data?.pages;
  const messages = useMemo(() => pages?.flatMap((page) => page.data).reverse() ?? [], [pages]);
  if (found.isPending) return <Skeleton />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (messages.length === 0)
    return (
      <div className="flex-1">
        <Empty sentence={words("empty")} />
      </div>
    );
  return (
    <Messages
      conversationId={conversationId}
      messages={messages}
      unread={unread ?? pages?.[0]?.unread ?? 0}
      older={found.hasNextPage ? () => found.fetchNextPage() : undefined}
      loading={found.isFetchingNextPage}
    />
  );
}

interface MessagesProps {
  conversationId: string;
  messages: readonly Message[];
  unread: number;
  older: (() => Promise<unknown>) | undefined;
  loading: boolean;
}

function Messages({ conversationId, messages, unread, older, loading }: MessagesProps) {
  const words = useTranslations("thread");
  const now = useNow(60_000);
  const last = messages.at(-1);
  const [mark] = useState(() => firstUnread(messages, unread)); // as it was on opening, for as long as it is open
  const { scroller, atEnd, nearTop, toEnd } = useScrolling(last?.message_id, messages.length);
  const jump = useJump(scroller, older);
  useSeen(conversationId, last, atEnd);
  useEffect(() => {
    if (nearTop && older && !loading) void older();
  }, [nearTop, older, loading]);
  return (
    <div className="relative min-h-0 flex-1">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div ref={scroller} tabIndex={0} className="h-full overflow-y-auto px-4 py-3" data-testid="thread">
        {older ? <Older older={older} loading={loading} /> : null}
        <ol aria-label={words("label")} className="mx-auto flex max-w-3xl flex-col gap-1.5">
          {messages.map((message, at) => (
            <Fragment key={message.message_id}>
              <DayMark message={message} before={messages[at - 1]} now={now} />
              {message.message_id === mark ? <UnreadMark count={unread} /> : null}
              <Bubble message={message} follows={follows(messages[at - 1], message)} jump={jump} />
            </Fragment>
          ))}
        </ol>
      </div>
      {atEnd ? null : (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <span className="pointer-events-auto">
            <Button small look="primary" onPress={toEnd}>
              {words("jump")}
            </Button>
          </span>
        </div>
      )}
      <Announced last={last} />
    </div>
  );
}

function Older({ older, loading }: { older: () => Promise<unknown>; loading: boolean }) {
  const words = useTranslations("thread");
  return (
    <div className="py-3 text-center">
      <Button small look="quiet" isDisabled={loading} onPress={() => void older()}>
        {words("older")}
      </Button>
    </div>
  );
}

/** Says, once, that the client wrote: what was there on opening is not news. */
function Announced({ last }: { last: Message | undefined }) {
  const words = useTranslations("thread");
  const [first] = useState(last?.message_id);
  const news = last && last.message_id !== first && last.author === "contact";
  return (
    <p role="status" className="sr-only">
      {news ? <span key={last.message_id}>{words("newMessages")}</span> : null}
    </p>
  );
}

function DayMark({ message, before, now }: { message: Message; before: Message | undefined; now: Date }) {
  const at = new Date(message.at);
  if (before && new Date(before.at).toDateString() === at.toDateString()) return null;
  return (
    <li className="py-3 text-center text-xs font-medium text-ink-faint first-letter:uppercase">
      <time dateTime={message.at}>{day(at, now)}</time>
    </li>
  );
}

function UnreadMark({ count }: { count: number }) {
  const words = useTranslations("inbox");
  return (
    <li data-unread="" className="my-2 flex items-center gap-3 text-xs font-medium text-accent">
      <Rule />
      {words("unreadCount", { count })}
      <Rule />
    </li>
  );
}

const Rule = (): ReactNode => <span aria-hidden="true" className="h-px flex-1 bg-accent opacity-40" />;

const TOGETHER_MS = 5 * 60_000;

const follows = (before: Message | undefined, message: Message): boolean =>
  before !== undefined &&
  before.author === message.author &&
  before.user_id === message.user_id &&
  new Date(before.at).toDateString() === new Date(message.at).toDateString() &&
  Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;

const BONES = ["mr-auto w-48", "ml-auto w-64", "mr-auto w-40", "ml-auto w-56"];

function Skeleton() {
  return (
    <div className="flex-1 p-4">
      <Loading>
        {BONES.map((look) => (
          <Bone key={look} className={`mb-3 h-12 rounded-lg ${look}`} />
        ))}
      </Loading>
    </div>
  );
}
