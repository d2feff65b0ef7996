import { Copy, Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  copied,
  covered,
  DAYS,
  type Day,
  ending,
  MOST_RANGES,
  type Range,
  WORKDAYS,
  withRange,
} from "@/features/assistant/hours";
import { TimeBox } from "@/features/assistant/time-box";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";

interface Props {
  day: Day;
  /** The time, when the day is today. */
  today: string | undefined;
  hours: readonly Range[];
  /** The places of the ranges that overlap another. */
  crossed: ReadonlySet<number>;
  reads: boolean;
  change: (hours: readonly Range[]) => void;
}

/** The ranges of a day. */
export function DayHours({ day, today, hours, crossed, reads, change }: Props) {
  const words = useTranslations("assistant");
  const name = words(`day.${day}`);
  const own = hours.map((range, at) => ({ range, at })).filter(({ range }) => range.day === day);
  const put = (at: number, range: Range) =>
    change(hours.map((other, place) => (place === at ? range : other)));
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1 sm:flex-nowrap">
      <div className="w-24 shrink-0 pt-2">
        <span className={`first-letter:uppercase inline-block ${today ? "font-semibold" : "font-medium"}`}>
          {name}
        </span>
        <DayBar day={day} hours={hours} />
      </div>
      <div className="order-last flex min-w-0 flex-1 basis-full flex-col gap-1.5 sm:order-none sm:basis-0">
        {own.length === 0 ? <p className="py-2 text-ink-faint">{words("hours.closed")}</p> : null}
        {own.map(({ range, at }, place) => (
          <RangeRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a range is its place in the day
            key={place}
            range={range}
            crossed={crossed.has(at)}
            reads={reads}
            put={(next) => put(at, next)}
            remove={() => change(hours.filter((_, other) => other !== at))}
          />
        ))}
      </div>
      {reads ? null : <DayActs day={day} name={name} hours={hours} change={change} />}
    </div>
  );
}

interface ActsProps {
  day: Day;
  name: string;
  hours: readonly Range[];
  change: (hours: readonly Range[]) => void;
}

function DayActs({ day, name, hours, change }: ActsProps) {
  const words = useTranslations("assistant");
  const more = hours.length < MOST_RANGES ? withRange(hours, day) : undefined;
  const copyTo = (days: readonly Day[]) => change(copied(hours, day, days));
  return (
    <div className="ml-auto flex shrink-0 items-center gap-1">
      <Button
        small
        look="quiet"
        aria-label={words("hours.add", { day: name })}
        isDisabled={!more}
        onPress={() => more && change(more)}
      >
        <Plus size={16} aria-hidden="true" />
        {words("hours.addShort")}
      </Button>
      <Menu
        label={words("hours.copy", { day: name })}
        trigger={
          <IconButton label={words("hours.copy", { day: name })}>
            <Copy size={16} aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onAction={() => copyTo(WORKDAYS)}>{words("hours.copyWorkdays")}</MenuItem>
        <MenuItem onAction={() => copyTo(DAYS)}>{words("hours.copyAll")}</MenuItem>
        {DAYS.filter((other) => other !== day).map((other) => (
          <MenuItem key={other} onAction={() => copyTo([other])}>
            {words("hours.copyTo", { day: words(`day.${other}`) })}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

interface RowProps {
  range: Range;
  crossed: boolean;
  reads: boolean;
  put: (range: Range) => void;
  remove: () => void;
}

function RangeRow({ range, crossed, reads, put, remove }: RowProps) {
  const words = useTranslations("assistant");
  const day = words(`day.${range.day}`);
  const { opens, closes } = range;
  const end = ending(range);
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TimeBox
          label={words("hours.opens", { day })}
          value={opens}
          fault={crossed}
          reads={reads}
          onChange={(time) => put({ ...range, opens: time })}
        />
        <span aria-hidden="true" className="text-ink-soft">
          {words("hours.to")}
        </span>
        <TimeBox
          label={words("hours.closes", { day })}
          value={closes}
          fault={crossed}
          reads={reads}
          onChange={(time) => put({ ...range, closes: time })}
        />
        {reads ? null : (
          <IconButton label={words("hours.remove", { opens, closes, day })} onPress={remove}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        )}
        {end === "same" ? null : (
          <span className="text-[13px] text-ink-soft">
            {words(end === "next" ? "hours.nextDay" : end === "whole" ? "hours.wholeDay" : "hours.around")}
          </span>
        )}
      </div>
      {crossed ? <p className="text-[13px] text-danger">{words("hours.overlap")}</p> : null}
    </div>
  );
}

/** The day at a glance, from midnight to midnight; the night before is in it. */
function DayBar({ day, hours }: { day: Day; hours: readonly Range[] }) {
  return (
    <span aria-hidden="true" className="relative mt-1 block h-1.5 overflow-hidden rounded-full bg-hover">
      {covered(hours, day).map(({ from, to }) => (
        <span
          key={from}
          className="absolute inset-y-0 bg-accent"
          style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
        />
      ))}
    </span>
  );
}
