import { useInfiniteQuery } from "@tanstack/react-query";
import { Bot, type LucideIcon, MessageSquare, Send, Settings, UserRound } from "lucide-react";
import { Fragment, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { timelineQuery } from "@/features/contact/queries";
import { useMemberName } from "@/features/conversations/members";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { day, exact, time } from "@/words/moments";

type Line = Schemas["LineView"];
type Actor = "user" | "contact" | "provider" | "assistant" | "system";

const KINDS = ["conversations", "contacts"] as const;
const ICONS: Readonly<Record<Actor, LucideIcon>> = {
  user: UserRound,
  contact: MessageSquare,
  provider: Send,
  assistant: Bot,
  system: Settings,
};

/** Everything that happened with a client, the last first: one line a fact, opened for what it holds. */
export function Timeline({ contactId }: { contactId: string }) {
  const words = useTranslations("client");
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const found = useInfiniteQuery(timelineQuery(contactId, kinds));
  const lines = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-label={words("story")} className="p-4">
      <div className="mb-3 flex flex-wrap items-center gap-1.5">
        <h3 className="mr-2 font-semibold">{words("story")}</h3>
        <Chip shown={words("all")} pressed={kinds.length === 0} press={() => setKinds([])} />
        {KINDS.map((kind) => (
          <Chip
            key={kind}
            shown={words(kind)}
            pressed={kinds.includes(kind)}
            press={() => setKinds([kind])}
          />
        ))}
      </div>
      {found.isPending ? <Skeleton /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isSuccess && lines.length === 0 ? <Empty sentence={words("empty")} /> : null}
      <Facts lines={lines} />
      {found.hasNextPage ? (
        <Button
          small
          look="quiet"
          isDisabled={found.isFetchingNextPage}
          onPress={() => void found.fetchNextPage()}
        >
          {words("older")}
        </Button>
      ) : null}
    </section>
  );
}

function Chip({ shown, pressed, press }: { shown: string; pressed: boolean; press: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={press}
      className="h-7 rounded-full border border-line px-2.5 text-xs text-ink-soft hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:h-11 pointer-coarse:px-4"
    >
      {shown}
    </button>
  );
}

function Facts({ lines }: { lines: readonly Line[] }) {
  const now = useNow(60_000);
  const byCause = new Set(lines.map((line) => line.causation));
  return (
    <ol className="relative">
      {lines.map((line, at) => {
        const before = lines[at - 1];
        const newDay = !before || new Date(before.at).toDateString() !== new Date(line.at).toDateString();
        return (
          <Fragment key={line.sequence}>
            {newDay ? (
              <li className="pt-3 pb-1 text-xs font-medium text-ink-faint first-letter:uppercase">
                {day(new Date(line.at), now)}
              </li>
            ) : null}
            <Fact line={line} isCause={byCause.has(line.sequence)} />
          </Fragment>
        );
      })}
    </ol>
  );
}

function Fact({ line, isCause }: { line: Line; isCause: boolean }) {
  const words = useTranslations("client");
  const member = useMemberName(line.actor_id);
  const actor = line.actor as Actor;
  const Icon = ICONS[actor] ?? Settings;
  const at = new Date(line.at);
  const tied = isCause || line.causation !== null;
  return (
    <li className="relative pl-8">
      {tied ? <span aria-hidden="true" className="absolute top-0 bottom-0 left-[11px] w-px bg-line" /> : null}
      <span
        aria-hidden="true"
        className="absolute top-1 left-0 grid size-6 place-items-center rounded-full bg-sunken"
      >
        <Icon size={13} className="text-ink-faint" />
      </span>
      <details className="group py-1">
        <summary className="flex cursor-default list-none gap-2 rounded text-[13px] hover:bg-hover">
          <span className="min-w-0 flex-1">
            <span className="font-medium">{line.sentence}</span>
            <span className="text-ink-faint"> · {member ?? words(`by.${actor}`)}</span>
            {line.detail ? <span className="block truncate text-ink-soft">{line.detail}</span> : null}
          </span>
          <time dateTime={line.at} title={exact(at)} className="figures shrink-0 text-ink-faint">
            {time(at)}
          </time>
        </summary>
        <div className="mt-1 mb-2 rounded-md bg-sunken p-2 text-xs text-ink-soft">
          {line.detail ? <p className="mb-1 break-words whitespace-pre-wrap">{line.detail}</p> : null}
          <p>{words("position", { sequence: line.sequence })}</p>
          <p>{words("recorded", { date: exact(new Date(line.recorded_at)) })}</p>
          {line.causation === null ? null : <p>{words("cause", { sequence: line.causation })}</p>}
        </div>
      </details>
    </li>
  );
}

function Skeleton() {
  return (
    <Loading>
      {["w-4/5", "w-3/5", "w-2/3", "w-1/2"].map((width) => (
        <div key={width} className="mb-3 flex gap-2">
          <Bone className="size-6 rounded-full" />
          <Bone className={`mt-1 h-4 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}
