import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, CircleCheck } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay, useVisiting } from "@/app/me";
import type { Filters } from "@/features/conversations/filters";
import { COUNTED, uncertainCountQuery, waitingQuery } from "@/features/home/queries";
import { Bone, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { useStill } from "@/ui/use-still";
import { count } from "@/words/figures";
import { ago, left } from "@/words/moments";

type Line = Schemas["ConversationView"];
type Who = "waiting" | "mine" | "closing";

const KINDS: readonly Who[] = ["waiting", "closing", "mine"];
/** Where the whole list is, when its filters can say it. */
const LISTS: Readonly<Partial<Record<Who, Filters>>> = {
  waiting: { statut: "waiting" },
  mine: { qui: "moi", nonLues: true },
};
const SHOWN = 3;

/** Who waits for somebody of the team, the most urgent at hand. */
export function Waiting() {
  const words = useTranslations("home.waiting");
  const may = useMay();
  const seesSends = may("supervision.read");
  const waiting = useQuery(waitingQuery("waiting"));
  const closing = useQuery(waitingQuery("closing"));
  const visiting = useVisiting(); // nothing is theirs here
  const mine = useQuery({ ...waitingQuery("mine"), enabled: !visiting });
  const sends = useQuery({ ...uncertainCountQuery, enabled: seesSends });
  const found = useMemo(
    () => ({
      waiting: waiting.data?.data,
      closing: closing.data?.data,
      mine: visiting ? [] : mine.data?.data,
    }),
    [waiting.data, closing.data, mine.data, visiting],
  );
  const { shown: lines, still } = useStill(found);
  const failed = [waiting, closing, mine, sends].find((one) => one.isError);
  const uncertain = sends.data?.data.length ?? 0;
  const loaded = found.waiting && found.closing && found.mine && (!seesSends || sends.data);
  const nothing = loaded && KINDS.every((kind) => lines[kind]?.length === 0) && uncertain === 0;
  return (
    <section className="rounded-md border border-line bg-surface py-4" {...still}>
      <h2 className="px-4 font-semibold">{words("title")}</h2>
      {failed?.error ? <Failed error={failed.error} retry={() => void failed.refetch()} /> : null}
      {loaded || failed ? null : (
        <Loading>
          <Bone className="mx-4 mt-3 h-40" />
        </Loading>
      )}
      {nothing ? (
        <p className="mt-3 flex items-center gap-2 px-4 text-ink-soft">
          <CircleCheck size={18} aria-hidden="true" className="shrink-0 text-success" />
          {words("nothing")}
        </p>
      ) : null}
      {KINDS.map((kind) => (
        <Group key={kind} kind={kind} lines={lines[kind] ?? []} />
      ))}
      {uncertain ? (
        <div className="mt-3 flex items-start gap-3 px-4">
          <Head title={words("uncertain")} hint={words("uncertainHint")} many={uncertain} />
          <Link to="/supervision" search={{ onglet: "envois" }} className="text-[13px] text-accent underline">
            {words("seeUncertain")}
          </Link>
        </div>
      ) : null}
    </section>
  );
}

function Head({ title, hint, many }: { title: string; hint: string; many: number }) {
  const words = useTranslations("home.waiting");
  return (
    <div className="min-w-0 flex-1">
      <h3 className="flex items-baseline gap-2 text-[13px] font-medium">
        {title}
        <span className="figures rounded-full bg-warning-soft px-2 text-xs text-warning">
          {many >= COUNTED ? words("atLeast", { count: count(COUNTED - 1) }) : count(many)}
        </span>
      </h3>
      <p className="text-xs text-pretty text-ink-faint">{hint}</p>
    </div>
  );
}

function Group({ kind, lines }: { kind: Who; lines: readonly Line[] }) {
  const words = useTranslations();
  const list = LISTS[kind];
  if (lines.length === 0) return null;
  return (
    <div className="mt-3">
      <div className="flex items-start gap-3 px-4 pb-1">
        <Head
          title={words(`home.waiting.${kind}`)}
          hint={words(`home.waiting.${kind}Hint`)}
          many={lines.length}
        />
        {list ? (
          <Link
            to="/conversations"
            search={list}
            aria-label={`${words("home.waiting.all")} : ${words(`home.waiting.${kind}`)}`}
            className="text-[13px] whitespace-nowrap text-accent underline pointer-coarse:py-2"
          >
            {words("home.waiting.all")}
          </Link>
        ) : null}
      </div>
      <ul>
        {lines.slice(0, SHOWN).map((line) => (
          <Row key={line.conversation_id} line={line} kind={kind} list={list} />
        ))}
      </ul>
    </div>
  );
}

function Row({ line, kind, list }: { line: Line; kind: Who; list: Filters | undefined }) {
  const words = useTranslations();
  const now = useNow();
  const until = line.window_until ? new Date(line.window_until).getTime() - now.getTime() : 0;
  return (
    <li>
      <Link
        to="/conversations/$id"
        params={{ id: line.conversation_id }}
        search={list ?? {}}
        className="flex h-11 items-center gap-2 px-4 -outline-offset-2 hover:bg-hover"
      >
        <span className="max-w-40 shrink-0 truncate font-medium">
          {line.contact_name || line.address || words("inbox.nameless")}
        </span>
        <span className="min-w-0 flex-1 truncate text-[13px] text-ink-soft">{line.last_preview}</span>
        <span
          className={`figures shrink-0 text-xs ${kind === "closing" ? "text-warning" : "text-ink-faint"}`}
        >
          {kind === "closing"
            ? words("home.waiting.left", { left: left(until) })
            : ago(new Date(line.last_message_at), now)}
        </span>
        <ChevronRight size={14} aria-hidden="true" className="shrink-0 text-ink-faint" />
      </Link>
    </li>
  );
}
