import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import type { CardName, HomeSearch } from "@/features/home/period";
import { answersQuery, turnsQuery } from "@/features/home/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { count, duration, percent } from "@/words/figures";
import { time } from "@/words/moments";

interface Props {
  of: CardName;
  search: HomeSearch;
  zone: string;
  close: () => void;
}

const OF_TURNS: readonly CardName[] = ["received", "rate", "active"];

/** What a figure counts, row by row. It does not move while it is read. */
export default function Rows({ of, search, zone, close }: Props) {
  const words = useTranslations("home");
  const inZone = new Intl.DateTimeFormat("fr-FR", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const when = (at: string) => inZone.format(new Date(at));
  const turns = OF_TURNS.includes(of);
  return (
    <Dialog title={words(`card.${of}`)} close={close} wide>
      <p className="mb-3 text-pretty text-ink-soft">
        {words(`list.${turns ? "turns" : of === "confidence" ? "confidence" : "answers"}`)}
      </p>
      {turns ? <Turns search={search} when={when} /> : <Answers search={search} when={when} />}
    </Dialog>
  );
}

type When = (at: string) => string;

function Answers({ search, when }: { search: HomeSearch; when: When }) {
  const words = useTranslations("home.list");
  const found = useInfiniteQuery(answersQuery(search));
  const rows = found.data?.pages.flatMap((page) => page.data) ?? [];
  const source = (name: string) =>
    name === "faq" || name === "model" || name === "handover" || name === "away" ? name : "other";
  return (
    <Listed found={found} count={rows.length} head={["at", "source", "waited", "score"]}>
      {rows.map((row) => (
        <tr key={row.message_id} className="h-11 border-b border-line">
          <Opens id={row.conversation_id} at={when(row.sent_at)} />
          <td>{words(`from.${source(row.source)}`)}</td>
          <td className="text-right whitespace-nowrap">{duration(row.waited_ms)}</td>
          <td className={`text-right ${row.source === "handover" ? "text-ink-faint" : ""}`}>
            {percent(row.score)}
          </td>
        </tr>
      ))}
    </Listed>
  );
}

function Turns({ search, when }: { search: HomeSearch; when: When }) {
  const words = useTranslations("home.list");
  const found = useInfiniteQuery(turnsQuery(search));
  const rows = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Listed found={found} count={rows.length} head={["at", "answeredBy", "messages", "waited"]}>
      {rows.map((row) => (
        <tr key={row.conversation_id + row.began_at} className="h-11 border-b border-line">
          <Opens id={row.conversation_id} at={when(row.began_at)} />
          <td>
            {words(`by.${row.answered_by || "nobody"}`)}
            {row.allowed ? null : <span className="block text-xs text-ink-faint">{words("notAllowed")}</span>}
          </td>
          <td className="text-right">{count(row.messages)}</td>
          <td className="text-right whitespace-nowrap">{duration(waited(row))}</td>
        </tr>
      ))}
    </Listed>
  );
}

const waited = ({ asked_at: asked, answered_at: answered }: Schemas["TurnView"]): number | null =>
  answered ? Math.max(0, new Date(answered).getTime() - new Date(asked).getTime()) : null;

function Opens({ id, at }: { id: string; at: string }) {
  const words = useTranslations("home.list");
  return (
    <td className="whitespace-nowrap">
      <Link
        to="/conversations/$id"
        params={{ id }}
        search={{}}
        aria-label={words("openOf", { date: at })}
        className="inline-flex items-center text-accent underline pointer-coarse:min-h-11"
      >
        {at}
      </Link>
    </td>
  );
}

type Column = "at" | "source" | "waited" | "score" | "answeredBy" | "messages";
const NUMBERS: readonly Column[] = ["waited", "score", "messages"];

interface ListedProps {
  found: UseInfiniteQueryResult<unknown>;
  count: number;
  head: readonly Column[];
  children: ReactNode;
}

function Listed({ found, count: many, head, children }: ListedProps) {
  const words = useTranslations();
  if (found.isPending)
    return (
      <Loading>
        <Bone className="h-80 w-full" />
      </Loading>
    );
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (many === 0) return <Empty sentence={words("home.list.empty")} />;
  return (
    <>
      <div className="overflow-x-auto">
        <table className="figures w-full text-left text-[13px] sm:text-sm [&_td]:px-1 sm:[&_td]:px-2 [&_th]:px-1 sm:[&_th]:px-2">
          <thead>
            <tr className="border-b border-line text-[13px] text-ink-soft">
              {head.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={`py-1.5 font-medium ${NUMBERS.includes(name) ? "text-right" : ""}`}
                >
                  {words(`home.list.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {found.hasNextPage ? (
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("states.more")}
          </Button>
        ) : null}
        <p className="ml-auto text-[13px] text-ink-faint">
          {words("home.list.kept", { time: time(new Date(found.dataUpdatedAt)) })}
        </p>
        <Button small look="quiet" isDisabled={found.isFetching} onPress={() => void found.refetch()}>
          {words("home.list.refresh")}
        </Button>
      </div>
    </>
  );
}
