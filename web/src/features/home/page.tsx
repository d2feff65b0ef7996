import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay, useMe } from "@/app/me";
import { Card, CardBone } from "@/features/home/card";
import { PerDay, PerHour } from "@/features/home/charts";
import { TopContacts } from "@/features/home/contacts";
import { FirstSteps } from "@/features/home/first-steps";
import { CARDS, dayIn, days, type HomeSearch, readHome } from "@/features/home/period";
import { PeriodBar } from "@/features/home/period-bar";
import { overviewQuery, waitingQuery } from "@/features/home/queries";
import { Waiting } from "@/features/home/waiting";
import { Banner, Bone, Empty, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";

const Rows = lazy(() => import("@/features/home/rows"));

/** What happened, and what waits for somebody. */
export function HomePage() {
  const words = useTranslations();
  const may = useMay();
  const search = readHome(useSearch({ strict: false }));
  const zone = useMe().organization.time_zone;
  const today = dayIn(zone, useNow());
  const any = useQuery({ ...waitingQuery("any"), enabled: may("conversations.read") });
  if (!may("stats.read")) return <Empty sentence={words("states.forbidden")} />;
  const nothingYet = any.data?.data.length === 0;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">{words("home.title")}</h1>
        {nothingYet ? null : <PeriodBar search={search} zone={zone} today={today} />}
      </div>
      {nothingYet ? <FirstSteps /> : <Figures search={search} zone={zone} today={today} />}
    </div>
  );
}

function Figures({ search, zone, today }: { search: HomeSearch; zone: string; today: string }) {
  const words = useTranslations("home");
  const may = useMay();
  const navigate = useNavigate();
  const overview = useQuery(overviewQuery(search, today));
  const close = () =>
    void navigate({ to: "/", search: { ...search, detail: undefined }, replace: true, resetScroll: false });
  return (
    <>
      <p className="-mt-2 text-[13px] text-ink-faint first-letter:uppercase">
        {overview.data
          ? words("zone", { period: days(overview.data.period, zone), zone: overview.data.time_zone })
          : "\u00a0"}
      </p>
      {overview.data?.stale ? <Banner>{words("stale")}</Banner> : null}
      <Cards overview={overview} search={search} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {overview.data ? <PerDay overview={overview.data} /> : null}
          {overview.isPending ? <Bone className="h-72 w-full" /> : null}
          <PerHour search={search} today={today} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
          {may("conversations.read") ? <Waiting /> : null}
          <TopContacts search={search} today={today} />
        </div>
      </div>
      {search.detail ? (
        <Suspense fallback={null}>
          <Rows of={search.detail} search={search} zone={zone} close={close} />
        </Suspense>
      ) : null}
    </>
  );
}

interface CardsProps {
  overview: UseQueryResult<Schemas["OverviewView"]>;
  search: HomeSearch;
}

/** The figures; when they fail, the rest of the page stays. */
function Cards({ overview, search }: CardsProps) {
  const words = useTranslations("home");
  if (overview.isError && !overview.data)
    return <Failed error={overview.error} retry={() => void overview.refetch()} />;
  return (
    <section
      aria-label={words("figures")}
      aria-busy={overview.isPlaceholderData}
      className={`grid grid-cols-2 gap-3 max-[339px]:grid-cols-1 lg:grid-cols-3 ${overview.isPlaceholderData ? "opacity-60" : ""}`}
    >
      {CARDS.map((name) =>
        overview.data ? (
          <Card key={name} name={name} overview={overview.data} search={search} />
        ) : (
          <Loading key={name}>
            <CardBone />
          </Loading>
        ),
      )}
    </section>
  );
}
