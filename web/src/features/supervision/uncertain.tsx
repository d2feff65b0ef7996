import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { useMemberName } from "@/features/conversations/members";
import { uncertainQuery } from "@/features/supervision/queries";
import { readSupervision } from "@/features/supervision/search";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Empty } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago, exact } from "@/words/moments";

const Settle = lazy(() => import("@/features/supervision/settle"));

export type UncertainSend = Schemas["UncertainView"];

const PILL = "inline-flex h-8 items-center rounded-md px-2.5 text-[13px] pointer-coarse:h-11";

/** The sends that nobody knows to have left: those to settle, and who settled the others and why. */
export function Uncertain() {
  const words = useTranslations("supervision.sends");
  const { tranches = false } = readSupervision(useSearch({ strict: false }));
  const found = useInfiniteQuery(uncertainQuery(tranches ? "settled" : "open"));
  const [settling, settle] = useState<UncertainSend>();
  return (
    <Section
      title={words("uncertain")}
      lead={words("uncertainLead")}
      aside={
        <nav aria-label={words("uncertain")} className="flex gap-0.5 rounded-md bg-sunken p-0.5">
          {([false, true] as const).map((settled) => (
            <Link
              key={String(settled)}
              to="/supervision"
              search={{ onglet: "envois", tranches: settled || undefined }}
              replace
              resetScroll={false}
              activeProps={{}}
              aria-current={settled === tranches ? "true" : undefined}
              className={`${PILL} ${settled === tranches ? "bg-surface font-medium shadow-xs" : "text-ink-soft hover:bg-hover"}`}
            >
              {words(settled ? "settled" : "open")}
            </Link>
          ))}
        </nav>
      }
    >
      <Loaded query={found}>
        {({ pages }) => {
          const sends = pages.flatMap((page) => page.data);
          if (sends.length === 0) return <Empty sentence={words(tranches ? "settledNone" : "openNone")} />;
          return (
            <ul className="border-t border-line">
              {sends.map((send) => (
                <Send key={send.message_id} send={send} settle={() => settle(send)} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {found.hasNextPage ? <More found={found} /> : null}
      {settling ? (
        <Suspense fallback={null}>
          <Settle send={settling} close={() => settle(undefined)} />
        </Suspense>
      ) : null}
    </Section>
  );
}

function More({ found }: { found: { isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  const words = useTranslations("states");
  return (
    <div className="p-4">
      <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
        {words("more")}
      </Button>
    </div>
  );
}

/** What the message says, shortly. */
export function said(content: UncertainSend["content"]): string {
  const told = content?.body ?? content?.text ?? content?.title ?? content?.name;
  return typeof told === "string" ? told : "";
}

function Send({ send, settle }: { send: UncertainSend; settle: () => void }) {
  const words = useTranslations();
  const may = useMay();
  const now = useNow();
  const since = new Date(send.uncertain_since);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            to="/conversations/$id"
            params={{ id: send.conversation_id }}
            search={{}}
            className="font-medium text-accent underline"
          >
            {send.contact_name || words("inbox.nameless")}
          </Link>
          <time dateTime={send.uncertain_since} title={exact(since)} className="text-xs text-ink-faint">
            {ago(since, now)}
          </time>
        </p>
        <p className="truncate text-[13px] text-ink-soft">{said(send.content) || words("thread.erased")}</p>
        {send.settled_as ? (
          <Outcome send={send} />
        ) : send.unknown_statuses ? (
          <p className="text-[13px] text-pretty text-warning">
            {words("supervision.sends.hints", { count: send.unknown_statuses })}
          </p>
        ) : null}
      </div>
      {send.settled_as === "" && may("messages.settle") ? (
        <Button onPress={settle}>{words("supervision.sends.settle")}</Button>
      ) : null}
    </li>
  );
}

function Outcome({ send }: { send: UncertainSend }) {
  const words = useTranslations("supervision.sends");
  const settle = useTranslations("desk.settle");
  const name = useMemberName(send.settled_by);
  const now = useNow();
  if (!send.settled_as) return null;
  const by = send.settled_as === "receipt" ? words("provider") : (name ?? words("someone"));
  const date = send.settled_at ? ago(new Date(send.settled_at), now) : "";
  return (
    <p className="text-[13px]">
      <span className="font-medium">{settle(`what.${send.settled_as}`)}</span>{" "}
      {words("by", { name: by, date })}
      {send.settled_reason ? <span className="text-ink-soft"> · {send.settled_reason}</span> : null}
    </p>
  );
}
