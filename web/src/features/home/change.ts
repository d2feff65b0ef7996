/** `count`: more is neither good nor bad. `share`: a ratio, more is better. `delay`: less is better. */
export type Kind = "count" | "share" | "delay";

export interface Change {
  sense: "up" | "down" | "same" | "none";
  tone: "good" | "bad" | "neutral";
  words: string;
}

const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 0 });
const NONE: Change = { sense: "none", tone: "neutral", words: "Rien à comparer" };
const SAME: Change = { sense: "same", tone: "neutral", words: "Stable" };

/** How a figure changed since the period before, in words. */
export function change(now: number | null, before: number | null, kind: Kind): Change {
  if (now === null || before === null) return NONE;
  if (kind === "share") return inPoints(Math.round((now - before) * 100));
  if (before === 0) return now === 0 ? SAME : NONE;
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return SAME;
  return kind === "delay" ? faster(percent) : more(percent, now / before);
}

function more(percent: number, ratio: number): Change {
  const sense = percent > 0 ? "up" : "down";
  const words =
    ratio >= 2 ? `${NUMBER.format(ratio)} fois plus` : `${Math.abs(percent)}\u202f% de ${senseOf(percent)}`;
  return { sense, tone: "neutral", words };
}

function faster(percent: number): Change {
  const words = `${WHOLE.format(Math.abs(percent))}\u202f% plus ${percent > 0 ? "lent" : "rapide"}`;
  return percent > 0 ? { sense: "up", tone: "bad", words } : { sense: "down", tone: "good", words };
}

const senseOf = (difference: number) => (difference > 0 ? "plus" : "moins");

function inPoints(points: number): Change {
  if (points === 0) return SAME;
  const words = `${Math.abs(points)} ${Math.abs(points) > 1 ? "points" : "point"} de ${senseOf(points)}`;
  return points > 0 ? { sense: "up", tone: "good", words } : { sense: "down", tone: "bad", words };
}
