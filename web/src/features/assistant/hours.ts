import type { Schemas } from "@/api/client";

export type Range = Schemas["Range"];
export type Day = Range["day"];

export const DAYS: readonly Day[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
export const WORKDAYS = DAYS.slice(0, 5);
export const MOST_RANGES = 56;

const HOUR = 60;
const A_DAY = 24 * HOUR;
const A_WEEK = 7 * A_DAY;
const WRITTEN = /^(\d{1,2})(?:\s*[h:.]\s*(\d{1,2})?|(\d{2}))?$/;

/** « 9 », « 9h », « 9 h 30 », « 930 », « 24:00 », « midi » as HH:MM; undefined when it is no time. */
export function readTime(written: string): string | undefined {
  const text = written.trim().toLowerCase();
  if (text === "midi") return "12:00";
  if (text === "minuit") return "00:00";
  const found = WRITTEN.exec(text.replace(/\s+/g, ""));
  if (!found) return undefined;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? found[3] ?? 0);
  if (hour === 24 && minute === 0) return "00:00";
  return hour < 24 && minute < 60 ? clock(hour * HOUR + minute) : undefined;
}

function clock(minutes: number): string {
  const wrapped = ((minutes % A_DAY) + A_DAY) % A_DAY;
  return [Math.floor(wrapped / HOUR), wrapped % HOUR].map((part) => String(part).padStart(2, "0")).join(":");
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * HOUR + minute;
}

/** From where to where, in minutes of the week; a range that ends no later than it begins goes over midnight. */
function span({ day, opens, closes }: Range): readonly [number, number] {
  const begins = A_DAY * DAYS.indexOf(day) + minutes(opens);
  const lasts = (minutes(closes) - minutes(opens) + A_DAY) % A_DAY || A_DAY;
  return [begins, begins + lasts];
}

export type Ending = "same" | "next" | "whole" | "around";

/** Whether it ends on its day, on the next, is the whole day, or goes once around the clock. */
export function ending(range: Range): Ending {
  if (range.opens === range.closes) return range.opens === "00:00" ? "whole" : "around";
  return minutes(range.closes) > minutes(range.opens) || range.closes === "00:00" ? "same" : "next";
}

/** The places of the ranges that overlap another one, over the turn of the week too. */
export function overlapping(ranges: readonly Range[]): ReadonlySet<number> {
  const spans = ranges
    .map((range, at) => ({ at, from: span(range)[0], to: span(range)[1] }))
    .sort((a, b) => a.from - b.from);
  const found = new Set<number>();
  for (const [place, one] of spans.entries()) {
    const others = [
      ...spans.slice(place + 1),
      ...spans.slice(0, place).map((other) => ({ ...other, from: other.from + A_WEEK })),
    ];
    for (const other of others)
      if (other.from < one.to) {
        found.add(one.at);
        found.add(other.at);
      }
  }
  return found;
}

/** By day, then by hour: as the server keeps them. */
export function inOrder(ranges: readonly Range[]): Range[] {
  const place = (range: Range) => A_DAY * DAYS.indexOf(range.day) + minutes(range.opens);
  return [...ranges].sort((a, b) => place(a) - place(b));
}

/** One more range on a day, after the last one; undefined when the day has no room left. */
export function withRange(ranges: readonly Range[], day: Day): Range[] | undefined {
  const last = inOrder(ranges.filter((range) => range.day === day)).at(-1);
  if (!last) return inOrder([...ranges, { day, opens: "09:00", closes: "18:00" }]);
  const opens = minutes(last.closes) + 2 * HOUR;
  if (ending(last) !== "same" || last.closes === "00:00" || opens >= A_DAY) return undefined;
  const closes = clock(Math.min(opens + 4 * HOUR, A_DAY));
  return inOrder([...ranges, { day, opens: clock(opens), closes }]);
}

/** The ranges of a day, put on others instead of theirs. */
export function copied(ranges: readonly Range[], from: Day, onto: readonly Day[]): Range[] {
  const days = onto.filter((day) => day !== from);
  const model = ranges.filter((range) => range.day === from);
  const kept = ranges.filter((range) => !days.includes(range.day));
  return inOrder([...kept, ...days.flatMap((day) => model.map((range) => ({ ...range, day })))]);
}

/** The parts of a day that are covered, from 0 to 1, with what runs over from the day before. */
export function covered(ranges: readonly Range[], day: Day): { from: number; to: number }[] {
  const start = A_DAY * DAYS.indexOf(day);
  return ranges
    .flatMap((range) => [0, -A_WEEK].map((turn) => span(range).map((at) => at + turn - start)))
    .map(([from = 0, to = 0]) => ({ from: Math.max(0, from) / A_DAY, to: Math.min(A_DAY, to) / A_DAY }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
}

/** The day and the time on the wall of a place. */
export function wall(zone: string, at: Date): { day: Day; time: string } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return { day: part("weekday").toLowerCase() as Day, time: `${part("hour")}:${part("minute")}` };
}

/** Whether the moment is within the ranges; without any, it always is. */
export function openAt(ranges: readonly Range[], zone: string, at: Date): boolean {
  if (ranges.length === 0) return true;
  const { day, time } = wall(zone, at);
  const now = minutes(time) / A_DAY;
  return covered(ranges, day).some(({ from, to }) => from <= now && now < to);
}
