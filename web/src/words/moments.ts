const DAY = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short" });
const DAY_YEAR = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", year: "numeric" });
const LONG_DAY = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
const TIME = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const SECOND = new Intl.DateTimeFormat("fr-FR", { timeStyle: "medium" });
const EXACT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat("fr-FR", { numeric: "auto", style: "short" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** « à l'instant », « il y a 3 min », « 14:32 », « 20 nov. », « 20 nov. 2024 »: as short as it can be understood. */
export function brief(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return "à l'instant";
  if (age < HOUR) return RELATIVE.format(-Math.floor(age / MINUTE), "minute");
  if (sameDay(at, now)) return TIME.format(at);
  return (at.getFullYear() === now.getFullYear() ? DAY : DAY_YEAR).format(at);
}

/** « il y a 3 min », whatever the age. */
export function ago(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return "à l'instant";
  if (age < HOUR) return RELATIVE.format(-Math.floor(age / MINUTE), "minute");
  if (age < 24 * HOUR) return RELATIVE.format(-Math.floor(age / HOUR), "hour");
  return RELATIVE.format(-Math.floor(age / (24 * HOUR)), "day");
}

/** Midnight here, so many days after a day as in 2026-11-25; nothing for what is no day. */
export const midnight = (day: string | undefined, later = 0): string | undefined => {
  if (!day) return undefined;
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** « 20 nov. 2026 » */
export const shortDay = (at: Date): string => DAY_YEAR.format(at);

/** « 14:32 » */
export const time = (at: Date): string => TIME.format(at);

/** « vendredi 20 novembre 2026 à 14:32:05 », for what is shown on hover. */
export const exact = (at: Date): string => EXACT.format(at);

/** « Aujourd'hui », « Hier », « vendredi 20 novembre ». */
export function day(at: Date, now: Date): string {
  if (sameDay(at, now)) return "Aujourd'hui";
  if (sameDay(at, new Date(now.getTime() - 24 * HOUR))) return "Hier";
  return LONG_DAY.format(at);
}

/** « 1 h 40 min », « 12 min »: what is left of a delay. */
export function left(ms: number): string {
  const minutes = Math.max(0, Math.ceil(ms / MINUTE));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

/** « 20 nov., 14:32 », with the year when it is another one. */
export function moment(at: Date, now = new Date()): string {
  return `${(at.getFullYear() === now.getFullYear() ? DAY : DAY_YEAR).format(at)}, ${TIME.format(at)}`;
}

/** « 20 nov., 14:32:05 », where seconds tell something. */
export const second = (at: Date): string => `${DAY.format(at)}, ${SECOND.format(at)}`;
