import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import type { JournalSearch } from "@/features/journal/address";
import { isFiltered } from "@/features/journal/filters";
import { Line } from "@/features/journal/line";
import { journalQuery } from "@/features/journal/queries";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Empty } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { useStill } from "@/ui/use-still";
import { day } from "@/words/moments";

type JournalLine = Schemas["JournalLine"];

/** The lines, day by day, the last first. What comes meanwhile waits until nobody points at them. */
export function Lines({ search }: { search: JournalSearch }) {
  const words = useTranslations();
  const found = useInfiniteQuery(journalQuery(search));
  const { shown, still } = useStill(found.data);
  return (
    <div {...still}>
      <Loaded query={found} bone="h-96">
        {(data) => {
          const lines = (shown ?? data).pages.flatMap((page) => page.data);
          return lines.length ? (
            <Days lines={lines} search={search} />
          ) : (
            <Empty sentence={words(isFiltered(search) ? "journal.noneFiltered" : "journal.none")} />
          );
        }}
      </Loaded>
      {found.hasNextPage ? (
        <div className="border-t border-line p-4">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("states.more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Days({ lines, search }: { lines: readonly JournalLine[]; search: JournalSearch }) {
  const words = useTranslations("journal");
  const now = useNow(60_000);
  const days = useMemo(() => byDay(lines), [lines]);
  return days.map(([first, ...others]) => {
    const name = day(new Date(first.recorded_at), now);
    return (
      <section key={first.recorded_at.slice(0, 10) + first.sequence}>
        <h2 className="sticky top-0 z-10 border-y border-line bg-surface px-4 py-1.5 text-xs font-medium text-ink-faint first-letter:uppercase">
          {name}
        </h2>
        <ul aria-label={words("lines", { day: name })}>
          {[first, ...others].map((line) => (
            <Line key={line.sequence} line={line} search={search} />
          ))}
        </ul>
      </section>
    );
  });
}

type Day = [JournalLine, ...JournalLine[]];

function byDay(lines: readonly JournalLine[]): Day[] {
  const days: Day[] = [];
  for (const line of lines) {
    const last = days.at(-1);
    if (last && sameDay(last[0], line)) last.push(line);
    else days.push([line]);
  }
  return days;
}

const sameDay = (one: JournalLine, other: JournalLine): boolean =>
  new Date(one.recorded_at).toDateString() === new Date(other.recorded_at).toDateString();
