import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { OnItsWay, Said } from "@/features/phone/said";
import type { usePhone } from "@/features/phone/use-phone";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { day } from "@/words/moments";

const OWED_MS = 20_000; // an assistant that has not answered by then stays silent

interface Props {
  phone: ReturnType<typeof usePhone>;
  /** Who answers, as the customer knows them. */
  them: string;
}

/** What was said, the last message in sight. */
export function Screen({ phone, them }: Props) {
  const words = useTranslations();
  const { line, thread, messages, pending } = phone;
  const owed = useLately(phone.awaitedSince, OWED_MS);
  const end = useEnd(`${messages.at(-1)?.message_id} ${pending.length} ${owed}`);
  const failed = line.error ?? thread.error;
  if (failed) return <Failed error={failed} retry={() => void (line.error ? line : thread).refetch()} />;
  if (line.isPending || (line.data && thread.isPending)) return <Skeleton />;
  const nothing = messages.length + pending.length === 0;
  return (
    <section
      ref={end}
      aria-label={words("phone.messages")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll with the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto bg-sunken px-3 py-3 outline-offset-[-2px]"
      data-testid="phone"
    >
      {thread.hasNextPage ? (
        <div className="pb-3 text-center">
          <Button small look="quiet" onPress={() => void thread.fetchNextPage()}>
            {words("thread.older")}
          </Button>
        </div>
      ) : null}
      {nothing ? <Empty sentence={words("phone.start")} /> : null}
      <div role="log">
        <ol className="flex flex-col gap-1.5">
          {messages.map((message, at) => (
            <Fragment key={message.message_id}>
              <DayMark at={message.at} before={messages[at - 1]?.at} />
              <Said message={message} isRead={phone.read.has(message.message_id)} them={them} />
            </Fragment>
          ))}
          {pending.map((one) => (
            <OnItsWay key={one.id} pending={one} say={phone.say} />
          ))}
        </ol>
      </div>
      {owed ? <Dots label={words("phone.typing")} /> : null}
    </section>
  );
}

function DayMark({ at, before }: { at: string; before: string | undefined }) {
  const now = useNow(60_000);
  if (before && new Date(before).toDateString() === new Date(at).toDateString()) return null;
  return (
    <li className="py-2 text-center text-xs font-medium text-ink-soft first-letter:uppercase">
      <time dateTime={at}>{day(new Date(at), now)}</time>
    </li>
  );
}

/** An answer is being made: shown for as long as it truly is, and no longer. */
function Dots({ label }: { label: string }) {
  return (
    <p
      title={label}
      className="mt-1.5 inline-flex h-9 items-center gap-1 rounded-2xl rounded-bl-sm border border-line bg-surface px-3.5"
    >
      <span className="sr-only">{label}</span>
      {[0, 1, 2].map((dot) => (
        <span
          key={dot}
          aria-hidden="true"
          className="size-1.5 animate-pulse rounded-full bg-ink-faint"
          style={{ animationDelay: `${dot * 160}ms` }}
        />
      ))}
    </p>
  );
}

/** Whether a moment is less than so long ago. */
function useLately(at: string | undefined, ms: number): boolean {
  const [lately, setLately] = useState(false);
  useEffect(() => {
    const left = at ? new Date(at).getTime() + ms - Date.now() : 0;
    setLately(left > 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setLately(false), left);
    return () => clearTimeout(timer);
  }, [at, ms]);
  return lately;
}

/** Keeps the end in sight whenever something more is shown, or there is less room to show it. */
function useEnd(shown: string) {
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what changes the height
  useLayoutEffect(() => {
    const scroller = box.current;
    if (!scroller) return;
    const toEnd = () => {
      scroller.scrollTop = scroller.scrollHeight;
    };
    const room = new ResizeObserver(toEnd);
    room.observe(scroller);
    toEnd();
    return () => room.disconnect();
  }, [shown]);
  return box;
}

function Skeleton() {
  return (
    <div className="min-h-0 flex-1 bg-sunken p-3">
      <Loading>
        <Bone className="mb-2 ml-auto h-10 w-48" />
        <Bone className="mb-2 h-16 w-60" />
        <Bone className="ml-auto h-10 w-40" />
      </Loading>
    </div>
  );
}
