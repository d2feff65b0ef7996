import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { monthFrom, readMonth } from "@/features/licences/address";
import { calendarQuery } from "@/features/licences/queries";
import { dayOf, PLANS } from "@/features/licences/terms";
import { Loaded } from "@/ui/loaded";
import { Empty } from "@/ui/states";
import { useWide } from "@/ui/use-wide";
import { count } from "@/words/figures";

type Month = Schemas["CalendarView"];
type Day = Schemas["CalendarDay"];

const MONTH = new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("fr-FR", { weekday: "short" });
const LONG = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });

const noonOf = (day: string) => new Date(`${day}T12:00`);
/** How many days of a week come before one: weeks begin on Mondays. */
const before = (at: Date) => (at.getDay() + 6) % 7;

/** When licences end, day by day. */
export function CalendarPage() {
  const words = useTranslations();
  const may = useMay();
  const { mois } = readMonth(useSearch({ strict: false }));
  const found = useQuery(calendarQuery(mois));
  if (!may("licences.read")) return <Empty sentence={words("states.forbidden")} />;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 md:p-6">
      <Link
        to="/licences"
        className="inline-flex min-h-6 items-center gap-1.5 self-start text-[13px] text-ink-soft hover:text-ink pointer-coarse:min-h-11"
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {words("licences.calendarScreen.back")}
      </Link>
      <h1 className="text-xl font-semibold">{words("licences.calendarScreen.title")}</h1>
      <p className="-mt-2 text-[13px] text-pretty text-ink-soft">{words("licences.calendarScreen.lead")}</p>
      <Loaded query={found} bone="h-96">
        {(month) => <Shown month={month} />}
      </Loaded>
    </div>
  );
}

function Shown({ month }: { month: Month }) {
  const words = useTranslations("licences.calendarScreen");
  const wide = useWide();
  return (
    <section aria-labelledby="mois" className="rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-2">
        <Turn month={monthFrom(month.month, -1)} label={words("previous")}>
          <ChevronLeft size={18} aria-hidden="true" />
        </Turn>
        <h2 id="mois" className="min-w-36 text-center font-semibold first-letter:uppercase">
          {MONTH.format(noonOf(`${month.month}-01`))}
        </h2>
        <Turn month={monthFrom(month.month, 1)} label={words("next")}>
          <ChevronRight size={18} aria-hidden="true" />
        </Turn>
        <p role="status" className="ml-auto px-2 text-ink-soft">
          {words("total", { count: month.total })}
        </p>
      </div>
      {wide ? <Grid days={month.days} /> : <DayList days={month.days} />}
      <p className="border-t border-line px-4 py-2 text-xs text-ink-faint">
        {words("zone", { zone: month.time_zone })}
      </p>
    </section>
  );
}

function Turn({ month, label, children }: { month: string; label: string; children: ReactNode }) {
  return (
    <Link
      to="/licences/calendrier"
      search={{ mois: month }}
      replace
      aria-label={label}
      className="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink pointer-coarse:size-11"
    >
      {children}
    </Link>
  );
}

/** A week on a line. */
function Grid({ days }: { days: readonly Day[] }) {
  const words = useTranslations("licences.calendarScreen");
  const first = noonOf(days[0]?.day ?? "");
  const today = dayOf(new Date());
  return (
    <div className="p-3">
      <div aria-hidden="true" className="grid grid-cols-7 gap-1 pb-1">
        {Array.from({ length: 7 }, (_, place) => {
          const at = new Date(2024, 0, 1 + place, 12); // a Monday
          return (
            <span key={at.getDay()} className="px-2 text-xs text-ink-faint">
              {WEEKDAY.format(at)}
            </span>
          );
        })}
      </div>
      <ol aria-label={words("days")} className="grid grid-cols-7 gap-1">
        {days.map((day, place) => (
          <li key={day.day} style={place === 0 ? { gridColumnStart: before(first) + 1 } : undefined}>
            <Cell day={day} isToday={day.day === today} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Cell({ day, isToday }: { day: Day; isToday: boolean }) {
  const words = useTranslations("licences");
  const number = (
    <span
      aria-hidden={day.total > 0}
      className={`text-xs ${isToday ? "font-semibold text-accent" : "text-ink-faint"}`}
    >
      {noonOf(day.day).getDate()}
    </span>
  );
  const box = `flex h-20 flex-col rounded-md border p-2 ${isToday ? "border-accent" : "border-line"}`;
  if (day.total === 0) return <div className={box}>{number}</div>;
  return (
    <Link to="/licences" search={{ jour: day.day }} className={`${box} bg-accent-soft hover:border-accent`}>
      <span className="sr-only">
        {LONG.format(noonOf(day.day))} : {words("calendarScreen.ends", { count: day.total })},
      </span>
      {number}
      <span aria-hidden="true" className="figures text-lg leading-tight font-semibold text-accent">
        {count(day.total)}
      </span>
      <span className="truncate text-xs text-ink-soft">
        <PlansOf day={day} />
      </span>
    </Link>
  );
}

function PlansOf({ day }: { day: Day }) {
  const words = useTranslations("licences.plans");
  return PLANS.filter((one) => day.by_plan[one])
    .map((one) => `${day.by_plan[one]} ${words(one)}`)
    .join(", ");
}

/** Only the days on which something ends. */
function DayList({ days }: { days: readonly Day[] }) {
  const words = useTranslations("licences.calendarScreen");
  const ending = days.filter((day) => day.total > 0);
  if (ending.length === 0) return <Empty sentence={words("total", { count: 0 })} />;
  return (
    <ol aria-label={words("days")} className="divide-y divide-line">
      {ending.map((day) => (
        <li key={day.day}>
          <Link
            to="/licences"
            search={{ jour: day.day }}
            className="flex min-h-14 items-center gap-3 px-4 py-2 -outline-offset-2 hover:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <span className="block font-medium first-letter:uppercase">{LONG.format(noonOf(day.day))}</span>
              <span className="block text-[13px] text-ink-soft">
                <PlansOf day={day} />
              </span>
            </span>
            <span className="figures">{words("ends", { count: day.total })}</span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
