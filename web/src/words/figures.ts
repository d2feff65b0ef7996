const COUNT = new Intl.NumberFormat("fr-FR");
const DECIMAL = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 0 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is shown where nothing can be told. */
export const NOTHING = "–";

/** « 12 450 » */
export const count = (value: number): string => COUNT.format(value);

/** « 92 % », of a ratio. */
export const percent = (ratio: number | null): string => (ratio === null ? NOTHING : PERCENT.format(ratio));

/** « 19 € », « 19,90 € », of cents. */
export const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat("fr-FR", {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  }).format(cents / 100);

/** « 2,2 s », « 3 min 20 s », « 1 h 5 min », « 3 j 4 h »: two units at most, of milliseconds. */
export function duration(ms: number | null): string {
  if (ms === null) return NOTHING;
  if (ms < MINUTE) {
    const seconds = Math.round(ms / 100) / 10;
    if (seconds === 0) return "0 s";
    if (seconds < 60)
      return `${seconds < 10 ? DECIMAL.format(seconds) : COUNT.format(Math.round(seconds))} s`;
  }
  if (ms < HOUR - SECOND / 2) return two(ms, MINUTE, "min", SECOND, "s");
  if (ms < DAY - MINUTE / 2) return two(ms, HOUR, "h", MINUTE, "min");
  return two(ms, DAY, "j", HOUR, "h");
}

function two(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const smalls = Math.round(ms / small);
  const perLarge = large / small;
  const [whole, rest] = [Math.floor(smalls / perLarge), smalls % perLarge];
  return rest ? `${whole} ${largeUnit} ${rest} ${smallUnit}` : `${whole} ${largeUnit}`;
}
