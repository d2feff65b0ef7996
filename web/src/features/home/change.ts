import { percent } from "@/words/figures";

/** `count`: more is neither good nor bad. `share`: a ratio, more is better. `delay`: less is better. */
export type Kind = "count" | "share" | "delay";

export interface Change {
  sense: "up" | "down" | "same" | "none";
  tone: "good" | "bad" | "neutral";
  words: string;
}

const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const NONE: Change = { sense: "none", tone: "neutral", words: "Rien à comparer" };
const SAME: Change = { sense: "same", tone: "neutral", words: "Stable" };

/** How a figure changed since the period before, in words. */
export function change(now: number | null, before: number | null, kind: Kind): Change {
  if (now === null || before === null) return NONE;
  if (kind === "share") return inPoints(Math.round((now - before) * 100));
  if (before === 0) return now === 0 ? SAME : NONE;
  const points = Math.round((now / before - 1) * 100);
  if (points === 0) return SAME;
  return kind === "delay" ? faster(points) : more(points, now / before);
}

function more(points: number, ratio: number): Change {
  const sense = points > 0 ? "up" : "down";
  const words = ratio >= 2 ? `${NUMBER.format(ratio)} fois plus` : `${told(points)} de ${senseOf(points)}`;
  return { sense, tone: "neutral", words };
}

function faster(points: number): Change {
  const words = `${told(points)} plus ${points > 0 ? "lent" : "rapide"}`;
  return points > 0 ? { sense: "up", tone: "bad", words } : { sense: "down", tone: "good", words };
}

const told = (points: number) => percent(Math.abs(points) / 100);
const senseOf = (difference: number) => (difference > 0 ? "plus" : "moins");

function inPoints(points: number): Change {
  if (points === 0) return SAME;
  const words = `${Math.abs(points)} ${Math.abs(points) > 1 ? "points" : "point"} de ${senseOf(points)}`;
  return points > 0 ? { sense: "up", tone: "good", words } : { sense: "down", tone: "bad", words };
}
