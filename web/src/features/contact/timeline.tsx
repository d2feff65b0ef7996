import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Fact } from "@/features/contact/fact";
import { KINDS, STORY_KINDS, type StoryKind } from "@/features/contact/kinds";
import { timelineQuery } from "@/features/contact/queries";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { day } from "@/words/moments";

const FURTHEST = 10; // pages that are read to find a cause

/** Everything that happened with a client, the last first: one line a fact, opened for what it holds. */
export function Timeline({ contactId }: { contactId: string }) {
  const words = useTranslations("client");
  const story = useTranslations("story");
  const [kind, setKind] = useState<StoryKind>("essential");
  const found = useInfiniteQuery(timelineQuery(contactId, KINDS[kind]));
  const lines = useMemo(() => found.data?.pages.flatMap((page) => page.data) ?? [], [found.data]);
  const box = useRef<HTMLElement>(null);
  const [sought, seek] = useState<{ sequence: number; pages: number }>();
  const isThere = lines.some((line) => line.sequence === sought?.sequence);
  const cause = useCallback((sequence: number) => {
    setKind("all"); // a cause is often of another kind
    seek({ sequence, pages: 0 });
  }, []);
  const { isSuccess, hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  useEffect(() => {
    if (!sought || !isSuccess || isFetchingNextPage) return;
    if (isThere) {
      show(box.current, sought.sequence);
      seek(undefined);
    } else if (hasNextPage && sought.pages < FURTHEST) {
      seek({ ...sought, pages: sought.pages + 1 });
      void fetchNextPage();
    } else seek(undefined);
  }, [sought, isThere, isSuccess, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const now = useNow(60_000);
  const causes = useMemo(() => new Set(lines.map((line) => line.causation)), [lines]);
  return (
    <section ref={box} aria-label={words("story")} className="p-4">
      <h3 className="mb-2 font-semibold">{words("story")}</h3>
      <fieldset className="mb-3 flex flex-wrap gap-1.5">
        <legend className="sr-only">{story("filter")}</legend>
        {STORY_KINDS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
            className="h-7 rounded-full border border-line px-2.5 text-xs text-ink-soft hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:h-11 pointer-coarse:px-4"
          >
            {story(one)}
          </button>
        ))}
      </fieldset>
      {found.isPending ? <Skeleton /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isSuccess && lines.length === 0 ? <Empty sentence={words("empty")} /> : null}
      <ol>
        {lines.map((line, at) => (
          <Fragment key={line.sequence}>
            {isNewDay(lines[at - 1]?.at, line.at) ? (
              <li className="pt-3 pb-1 text-xs font-medium text-ink-faint first-letter:uppercase">
                {day(new Date(line.at), now)}
              </li>
            ) : null}
            <Fact line={line} isTied={causes.has(line.sequence) || line.causation !== null} cause={cause} />
          </Fragment>
        ))}
      </ol>
      {hasNextPage ? (
        <Button small look="quiet" isDisabled={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {words("older")}
        </Button>
      ) : null}
    </section>
  );
}

function show(box: HTMLElement | null, sequence: number): void {
  const found = box?.querySelector<HTMLDetailsElement>(`[data-fact="${sequence}"]`);
  if (!found) return;
  found.open = true;
  found.scrollIntoView({ block: "center" });
  found.querySelector("summary")?.focus();
}

const isNewDay = (before: string | undefined, at: string): boolean =>
  !before || new Date(before).toDateString() !== new Date(at).toDateString();

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
