export type When = "snoozeHour" | "snoozeTomorrow" | "snoozeWeek";

const DAYS: Readonly<Record<Exclude<When, "snoozeHour">, number>> = { snoozeTomorrow: 1, snoozeWeek: 7 };
const MORNING = 9;

/** In an hour, or at nine in the morning of the day. */
export function instant(when: When, now: Date): Date {
  if (when === "snoozeHour") return new Date(now.getTime() + 3_600_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + DAYS[when], MORNING);
}

/** What a field of date and time holds, on the clock of who looks: « 2026-11-25T09:00 ». */
export function fieldValue(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Why a moment cannot be chosen; undefined when it can. */
export function refusal(until: Date, now: Date): "dateMissing" | "datePast" | "dateFar" | undefined {
  if (Number.isNaN(until.getTime())) return "dateMissing";
  if (until <= now) return "datePast";
  const aYear = new Date(now.getFullYear() + 1, now.getMonth(), now.getDate());
  return until > aYear ? "dateFar" : undefined;
}
