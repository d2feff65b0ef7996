import type { operations } from "@/api/schema";

type Asked = NonNullable<operations["show_overview"]["parameters"]["query"]>;

export const PERIODS = ["jour", "7j", "30j", "90j"] as const;
export type Period = (typeof PERIODS)[number];

export const CARDS = ["received", "assistant", "rate", "active", "delay", "confidence"] as const;
export type CardName = (typeof CARDS)[number];

/** What the address of the screen asks for. Absent: the last seven days, of all channels. */
export interface HomeSearch {
  periode?: Period;
  du?: string;
  au?: string;
  canal?: string;
  detail?: CardName;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;

const matching = (value: unknown, form: RegExp): string | undefined =>
  typeof value === "string" && form.test(value) ? value : undefined;
const among = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((one) => one === value);

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readHome(search: Record<string, unknown>): HomeSearch {
  const [from, to] = [matching(search.du, DAY), matching(search.au, DAY)];
  return {
    periode: from ? undefined : among(search.periode, PERIODS),
    du: from,
    au: from && to && to >= from ? to : undefined,
    canal: matching(search.canal, ID),
    detail: among(search.detail, CARDS),
  };
}

const NAMES = { jour: "today", "7j": "7d", "30j": "30d", "90j": "90d" } as const;

/** The same, in the words of the API. */
export function asked({ periode, du, au, canal }: HomeSearch): Asked {
  const channel = canal ? { channel_id: canal } : {};
  if (du) return { since: du, until: au ?? du, ...channel };
  return { period: NAMES[periode ?? "7j"], ...channel };
}

/** « 2026-11-24 »: the day that an instant is of, somewhere. */
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at);
}

interface Span {
  since: string;
  until: string;
}

/** « du 11 au 17 nov. », « le 24 nov. »: the days from an instant to another that is not in it. */
export function days({ since, until }: Span, zone: string): string {
  const first = new Date(since);
  const last = new Date(new Date(until).getTime() - 1);
  const format = new Intl.DateTimeFormat("fr-FR", { timeZone: zone, day: "numeric", month: "short" });
  const parts = (at: Date) =>
    Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  if (dayIn(zone, first) === dayIn(zone, last)) return `le ${format.format(first)}`;
  const [from, to] = [parts(first), parts(last)];
  return from.month === to.month
    ? `du ${from.day} au ${format.format(last)}`
    : `du ${format.format(first)} au ${format.format(last)}`;
}
