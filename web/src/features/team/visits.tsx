import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { isOpen, type StaffVisit, visitsQuery } from "@/features/visit/queries";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { exact, moment, time } from "@/words/moments";

const EndVisit = lazy(() => import("@/features/team/end-visit"));

/** Who came from the support, when, why, and how it ended. */
export function Visits() {
  const words = useTranslations();
  const visits = useInfiniteQuery(visitsQuery);
  const [ending, setEnding] = useState<StaffVisit>();
  return (
    <div id="visites">
      <Section title={words("team.visits.title")} lead={words("team.visits.lead")}>
        <Loaded query={visits} bone="h-16">
          {({ pages }) => {
            const shown = pages.flatMap((page) => page.data);
            if (shown.length === 0)
              return <p className="px-4 pb-4 text-ink-soft">{words("team.visits.none")}</p>;
            return (
              <ul
                aria-label={words("team.visits.title")}
                className="divide-y divide-line border-t border-line"
              >
                {shown.map((one) => (
                  <Line key={one.visit_id} visit={one} end={() => setEnding(one)} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        {visits.hasNextPage ? (
          <div className="border-t border-line p-4">
            <Button isDisabled={visits.isFetchingNextPage} onPress={() => void visits.fetchNextPage()}>
              {words("states.more")}
            </Button>
          </div>
        ) : null}
        <Suspense fallback={null}>
          {ending ? <EndVisit visit={ending} close={() => setEnding(undefined)} /> : null}
        </Suspense>
      </Section>
    </div>
  );
}

function Line({ visit, end }: { visit: StaffVisit; end: () => void }) {
  const words = useTranslations("team.visits");
  const may = useMay();
  const now = useNow();
  const opened = new Date(visit.opened_at);
  const open = isOpen(visit, now);
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <Avatar name={visit.staff_name} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {visit.staff_name}
          {open ? <Badge tone="warning">{words("open")}</Badge> : null}
        </p>
        <p className="break-words">{words("why", { reason: visit.reason })}</p>
        <p className="text-[13px] text-ink-soft">
          <time dateTime={visit.opened_at} title={exact(opened)}>
            {moment(opened, now)}
          </time>
          {" · "}
          {open ? words("until", { time: time(new Date(visit.until)) }) : <HowItEnded visit={visit} />}
        </p>
      </div>
      {open && may("visits.end") ? (
        <Button look="danger" aria-label={words("endOf", { name: visit.staff_name })} onPress={end}>
          {words("end")}
        </Button>
      ) : null}
    </li>
  );
}

function HowItEnded({ visit }: { visit: StaffVisit }) {
  const words = useTranslations("team.visits");
  const at = time(new Date(visit.ended_at ?? visit.until));
  return words(visit.ended || "ended", { time: at });
}
