import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Bubble } from "@/features/conversations/bubble";
import { threadQuery } from "@/features/conversations/queries";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { day } from "@/words/moments";

type Message = Schemas["MessageView"];

const NEAR_PX = 120;

/** What was said, oldest first, the end in sight. */
export function Thread({ conversationId }: { conversationId: string }) {
  const words = useTranslations("thread");
  const found = useInfiniteQuery(threadQuery(conversationId));
  if (found.isPending) return <Skeleton />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const messages = found.data.pages.flatMap((page) => page.data).reverse();
  if (messages.length === 0)
    return (
      <div className="flex-1">
        <Empty sentence={words("empty")} />
      </div>
    );
  return (
    <Messages conversationId={conversationId} messages={messages}>
      {found.hasNextPage ? (
        <div className="py-3 text-center">
          <Button
            small
            look="quiet"
            isDisabled={found.isFetchingNextPage}
            onPress={() => void found.fetchNextPage()}
          >
            {words("older")}
          </Button>
        </div>
      ) : null}
    </Messages>
  );
}

interface MessagesProps {
  conversationId: string;
  messages: readonly Message[];
  children: React.ReactNode;
}

function Messages({ conversationId, messages, children }: MessagesProps) {
  const words = useTranslations("thread");
  const now = useNow();
  const last = messages.at(-1);
  const { scroller, atEnd, toEnd } = useEndInSight(last?.message_id, messages.length);
  useSeen(conversationId, last, atEnd);
  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} className="h-full overflow-y-auto px-4 py-3" data-testid="thread">
        {children}
        <ol aria-label={words("label")} className="mx-auto flex max-w-3xl flex-col gap-1.5">
          {messages.map((message, at) => (
            <Fragment key={message.message_id}>
              <DayMark message={message} before={messages[at - 1]} now={now} />
              <Bubble message={message} follows={follows(messages[at - 1], message)} />
            </Fragment>
          ))}
        </ol>
      </div>
      {atEnd ? null : (
        <div className="absolute inset-x-0 bottom-3 text-center">
          <Button small look="primary" onPress={toEnd}>
            {words("jump")}
          </Button>
        </div>
      )}
      <p role="status" className="sr-only">
        {last?.author === "contact" ? words("newMessages") : ""}
      </p>
    </div>
  );
}

/** Keeps the end in sight for who was there; lets the others read on. */
function useEndInSight(lastId: string | undefined, count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  const height = useRef(0);
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const moved = () => {
      wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
      setAtEnd(wasAtEnd.current);
    };
    box.addEventListener("scroll", moved, { passive: true });
    return () => box.removeEventListener("scroll", moved);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added is what changes the height
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (wasAtEnd.current) box.scrollTop = box.scrollHeight;
    else if (box.scrollTop < NEAR_PX) box.scrollTop += box.scrollHeight - height.current; // older ones came above
    height.current = box.scrollHeight;
  }, [lastId, count]);
  return { scroller, atEnd, toEnd };
}

/** What was in sight at the end of the thread has been read. */
function useSeen(conversationId: string, last: Message | undefined, atEnd: boolean) {
  const seen = useRef<string>(undefined);
  const { mutate } = useMutation({
    mutationFn: (upTo: string) =>
      api.POST("/api/conversations/{conversation_id}/seen", {
        params: { path: { conversation_id: conversationId } },
        body: { up_to: upTo },
      }),
  });
  useEffect(() => {
    if (!atEnd || !last || last.author !== "contact" || seen.current === last.message_id) return;
    if (document.visibilityState !== "visible") return;
    seen.current = last.message_id;
    mutate(last.message_id);
  }, [atEnd, last, mutate]);
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

const follows = (before: Message | undefined, message: Message): boolean =>
  before !== undefined &&
  before.author === message.author &&
  before.user_id === message.user_id &&
  new Date(message.at).getTime() - new Date(before.at).getTime() < 5 * 60_000;

function Skeleton() {
  return (
    <div className="flex-1 p-4">
      <Loading>
        {[48, 64, 40, 56].map((width, at) => (
          <Bone key={width} className={`mb-3 h-12 rounded-lg ${at % 2 ? "ml-auto" : ""} w-${width}`} />
        ))}
      </Loading>
    </div>
  );
}
