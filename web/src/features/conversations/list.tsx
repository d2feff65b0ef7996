import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { type Conversation, type Filters, readFilters } from "@/features/conversations/filters";
import { Line } from "@/features/conversations/line";
import { shift } from "@/features/conversations/list-pages";
import { conversationsQuery } from "@/features/conversations/queries";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";

const LINE_PX = 64;
const BONES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const AHEAD = 10; // lines before the end at which the next page is asked for

/** The conversations that the address asks for, as many as there are: only those in sight are drawn. */
export function ConversationList({ selected }: { selected: string | undefined }) {
  const me = useMe();
  const filters = readFilters(useSearch({ strict: false }));
  const found = useInfiniteQuery(conversationsQuery(filters, me.id));
  const pages = found.data?.pages;
  const lines = useMemo(() => pages?.flatMap((page) => page.data) ?? [], [pages]);
  if (found.isPending) return <Skeleton />;
  if (found.isError && !pages) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (lines.length === 0) return <Nothing filters={filters} />;
  return (
    <Lines
      key={JSON.stringify(filters)}
      lines={lines}
      selected={selected}
      more={found.hasNextPage && !found.isFetchingNextPage ? () => void found.fetchNextPage() : undefined}
      total={found.hasNextPage ? undefined : lines.length}
    />
  );
}

interface LinesProps {
  lines: readonly Conversation[];
  selected: string | undefined;
  more: (() => void) | undefined;
  total: number | undefined;
}

function Lines({ lines, selected, more, total }: LinesProps) {
  const words = useTranslations("inbox");
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (at) => lines[at]?.conversation_id ?? at,
    overscan: 8,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= lines.length - AHEAD) more?.();
  }, [last, lines.length, more]);
  useSteady(scroller, lines);
  const at = lines.findIndex((line) => line.conversation_id === selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that moves is not followed, one that is chosen is
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [selected]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-testid="conversations">
      <ul aria-label={words("title")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start, key }) => {
          const line = lines[index];
          return line ? (
            <Row
              key={key}
              line={line}
              now={now}
              start={start}
              place={index + 1}
              total={total ?? -1}
              isSelected={line.conversation_id === selected}
            />
          ) : null;
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  line: Conversation;
  now: Date;
  start: number;
  place: number;
  total: number;
  isSelected: boolean;
}

const Row = memo(function Row({ line, now, start, place, total, isSelected }: RowProps) {
  return (
    <li
      aria-posinset={place}
      aria-setsize={total}
      className="absolute inset-x-0 top-0"
      style={{ height: LINE_PX, transform: `translateY(${start}px)` }}
    >
      <Link
        to="/conversations/$id"
        params={{ id: line.conversation_id }}
        search={(search) => search}
        aria-current={isSelected ? "true" : undefined}
        className="block h-full border-b border-line px-4 py-2 outline-offset-[-2px] hover:bg-hover aria-[current]:bg-accent-soft"
      >
        <Line line={line} now={now} />
      </Link>
    </li>
  );
});

/** Lines that come above what is being read do not move it: nothing changes place under the cursor. */
function useSteady(scroller: React.RefObject<HTMLDivElement | null>, lines: readonly Conversation[]) {
  const before = useRef(lines);
  useLayoutEffect(() => {
    const box = scroller.current;
    const was = before.current;
    before.current = lines;
    if (!box || was === lines || box.scrollTop < LINE_PX / 2) return;
    const first = Math.floor(box.scrollTop / LINE_PX);
    const by = shift(was, lines, first, first + Math.ceil(box.clientHeight / LINE_PX));
    if (by) box.scrollTop += by * LINE_PX;
  }, [scroller, lines]);
}

function Nothing({ filters }: { filters: Filters }) {
  const words = useTranslations("inbox");
  const navigate = useNavigate();
  const filtered = Object.values(filters).some((value) => value !== undefined);
  if (!filtered) return <Empty sentence={words("empty")} />;
  return (
    <Empty sentence={words("emptyFiltered")}>
      <button
        type="button"
        className="min-h-9 text-accent underline pointer-coarse:min-h-11"
        onClick={() => void navigate({ to: ".", search: {} })}
      >
        {words("resetFilters")}
      </button>
    </Empty>
  );
}

function Skeleton() {
  return (
    <Loading>
      {BONES.map((bone) => (
        <div
          key={bone}
          className="flex flex-col gap-2 border-b border-line px-4 py-3"
          style={{ height: LINE_PX }}
        >
          <Bone className="h-3.5 w-2/5" />
          <Bone className="h-3 w-4/5" />
        </div>
      ))}
    </Loading>
  );
}
