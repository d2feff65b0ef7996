import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleHelp, type LucideIcon, Minus, MoveDownRight, MoveRight, MoveUpRight } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { beside, changeOf, MAKING } from "@/features/home/cards";
import type { Change } from "@/features/home/change";
import { type CardName, days, type HomeSearch } from "@/features/home/period";
import { definitionsQuery } from "@/features/home/queries";
import { Spark } from "@/ui/spark";
import { Bone } from "@/ui/states";

const Help = lazy(() => import("@/ui/help"));

const ARROWS: Readonly<Record<Change["sense"], LucideIcon>> = {
  up: MoveUpRight,
  down: MoveDownRight,
  same: MoveRight,
  none: Minus,
};
const TONES: Readonly<Record<Change["tone"], string>> = {
  good: "text-success",
  bad: "text-danger",
  neutral: "text-ink-soft",
};

interface Props {
  name: CardName;
  overview: Schemas["OverviewView"];
  search: HomeSearch;
}

/** One figure: how much, how it changed and since what, its shape over the days. It opens on what it counts. */
export function Card({ name, overview, search }: Props) {
  const words = useTranslations("home");
  const making = MAKING[name];
  const changed = changeOf(making, overview);
  const Arrow = ARROWS[changed.sense];
  const today = search.periode === "jour" && !search.du;
  const when = today ? words("yesterday") : days(overview.previous_period, overview.time_zone);
  return (
    <article className="relative flex min-w-0 flex-col rounded-md border border-line bg-surface p-3 sm:p-4 hover:border-line-strong has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 text-[13px] font-medium text-ink-soft">
          <Link
            to="/"
            search={{ ...search, detail: name }}
            resetScroll={false}
            className="outline-none after:absolute after:inset-0"
            activeProps={{}}
            title={words("rows", { name: words(`card.${name}`) })}
          >
            {words(`card.${name}`)}
          </Link>
        </h2>
        <span className="relative z-10 -my-2 -mr-2">
          <Meaning name={name} />
        </span>
      </div>
      <p className="figures mt-1 text-2xl sm:text-[28px] leading-tight font-semibold tracking-tight">
        {making.told(making.value(overview.figures))}
      </p>
      <p className="figures min-h-9 text-[13px] text-pretty text-ink-soft">
        {words(`beside.${name}`, beside(overview.figures))}
      </p>
      <div className={overview.by_day.length > 1 ? "my-2 min-h-7" : "h-2"}>
        <Shape name={name} days={overview.by_day} />
      </div>
      <p className={`flex items-center gap-1.5 text-[13px] font-medium ${TONES[changed.tone]}`}>
        <Arrow size={14} aria-hidden="true" className="shrink-0" />
        {changed.words}
      </p>
      <p className="figures pl-5 text-xs text-ink-faint">
        {making.value(overview.previous) === null
          ? words("nothingBefore", { when })
          : words("before", { value: making.told(making.value(overview.previous)), when })}
      </p>
    </article>
  );
}

/** The figure over the days; of what cannot be added up, why there is none. */
function Shape({ name, days: perDay }: { name: CardName; days: Props["overview"]["by_day"] }) {
  const words = useTranslations("home");
  const making = MAKING[name];
  if (perDay.length < 2) return null;
  if (making.perDay) return <Spark values={perDay.map(making.perDay)} color={making.color} />;
  return <p className="text-xs text-pretty text-ink-faint">{words("once")}</p>;
}

function Meaning({ name }: { name: CardName }) {
  const words = useTranslations("home");
  const found = useQuery(definitionsQuery).data;
  const texts = found?.definitions[found.current] ?? {};
  const text = MAKING[name].definitions.flatMap((one) => texts[one] ?? []).join("\n\n");
  const waiting = <CircleHelp size={16} aria-hidden="true" className="m-2.5 text-ink-faint" />;
  if (!text) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Help label={words("meaning", { name: words(`card.${name}`) })}>{text}</Help>
    </Suspense>
  );
}

/** The shape of a card whose figures are on their way. */
export function CardBone() {
  return (
    <div className="h-[188px] rounded-md border border-line bg-surface p-4">
      <Bone className="h-4 w-28" />
      <Bone className="mt-3 h-8 w-20" />
      <Bone className="mt-3 h-4 w-36" />
      <Bone className="mt-5 h-5 w-full" />
      <Bone className="mt-4 h-4 w-24" />
    </div>
  );
}
