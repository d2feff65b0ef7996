const PERCENT = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 0 });
const NUMBER = new Intl.NumberFormat("fr-FR");
const LIST = new Intl.ListFormat("fr-FR", { type: "conjunction" });

/** « 65 % » of a score from 0 to 1. */
export const percent = (score: number): string => PERCENT.format(score);
export const number = (value: number): string => NUMBER.format(value);
/** « le ton, les heures et le seuil » */
export const listed = (things: readonly string[]): string => LIST.format(things);
