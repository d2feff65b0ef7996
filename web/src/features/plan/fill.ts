import type { Schemas } from "@/api/client";

type Gauge = Schemas["GaugeView"];
export type Fill = "free" | "few" | "none";

const FEW = 0.8;

/** How much of it is used, from 0 to 1 and beyond; 0 when there is no limit. */
export const share = ({ used, limit }: Gauge): number => (limit === null ? 0 : limit ? used / limit : 1);

/** Whether it is time to say so: at 80 %, and once nothing is left. */
export function fill(gauge: Gauge): Fill {
  if (gauge.remaining === 0) return "none";
  return share(gauge) >= FEW ? "few" : "free";
}

/** « décembre », of the day that begins the month where the organisation is, wherever the screen is. */
export const monthOf = (iso: string): string =>
  new Intl.DateTimeFormat("fr-FR", { month: "long" }).format(new Date(`${iso.slice(0, 7)}-15T12:00`));
