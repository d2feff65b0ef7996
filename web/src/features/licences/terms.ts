import type { Schemas } from "@/api/client";

export type Licence = Schemas["LicenceLine"];
export type Status = Licence["status"];
export type Plan = Licence["plan"];
export type PaymentMethod = Licence["payment_method"];
export type Basis = Schemas["Renewal"]["basis"];

export const STATUSES = ["active", "grace_period", "expired", "suspended", "revoked"] as const;
export const PLANS = ["starter", "premium", "enterprise"] as const;
export const PAYMENTS = ["stripe", "paypal", "transfer", "courtesy"] as const;
export const BASES = ["now_if_expired", "expiry", "now"] as const;
export const USUAL_DAYS = 30;
export const MOST_DAYS = 3660;

/** The same time of the day, so many days later, by the clocks here. */
export function later(at: Date, days: number): Date {
  const end = new Date(at);
  end.setDate(end.getDate() + days);
  return end;
}

/** What a renewal would come to: its end, or why it would be refused. */
export function renewal(
  ends: Date,
  now: Date,
  basis: Basis,
  days: number,
): { end: Date; fault: "over" | "shorter" | undefined } {
  const latest = ends > now ? ends : now;
  const end = later({ expiry: ends, now, now_if_expired: latest }[basis], days);
  return { end, fault: end <= now ? "over" : end <= ends ? "shorter" : undefined };
}

/** The last minute of a day as in 2026-11-25, by the clocks here; nothing for none. */
export const endOf = (day: string): string | null => (day ? new Date(`${day}T23:59`).toISOString() : null);

/** A day as in 2026-11-25, by the clocks here. */
export const dayOf = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** A whole number of days that a term can have, of what was typed. */
export function daysIn(typed: string): number | undefined {
  const days = /^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}

/** Cents, of an amount as it is typed here: « 19 », « 19,90 ». */
export function centsIn(typed: string): number | undefined {
  const amount = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.replaceAll(/\s/g, ""));
  return amount ? Number(amount[1]) * 100 + Number((amount[2] ?? "").padEnd(2, "0")) : undefined;
}

/** An amount as it is typed here. */
export const typedOf = (cents: number): string =>
  cents % 100 ? (cents / 100).toFixed(2).replace(".", ",") : String(cents / 100);

export type Act =
  | "renew"
  | "extend"
  | "changePlan"
  | "suspend"
  | "reinstate"
  | "transfer"
  | "send"
  | "revoke";

/** What may be done with a licence, as it stands, by who may do so much. */
export function actsOn(
  { status }: Pick<Licence, "status">,
  may: (permission: string) => boolean,
): readonly Act[] {
  if (status === "revoked") return [];
  const changes: Act[] = ["renew", "extend"];
  if (status !== "expired") changes.push("changePlan");
  changes.push(status === "suspended" ? "reinstate" : "suspend", "transfer", "send");
  return [
    ...(may("licences.update") ? changes : []),
    ...(may("licences.revoke") ? (["revoke"] as const) : []),
  ];
}
