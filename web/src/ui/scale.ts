/** The round figure at or above: an axis ends on it, and its half is round too. */
export function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const leads = power < 10 ? [2, 4, 6, 8, 10] : [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10];
  return (leads.find((one) => one * power >= value) ?? 10) * power;
}

/** Moves labels apart, in the order they have, so that none covers another; all stay above `bottom` if they can. */
export function spread(places: readonly number[], gap: number, bottom: number): number[] {
  const order = places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  let least = Number.NEGATIVE_INFINITY;
  for (const at of order) {
    moved[at] = Math.max(places[at] ?? 0, least);
    least = (moved[at] ?? 0) + gap;
  }
  let most = bottom;
  for (const at of order.toReversed()) {
    moved[at] = Math.min(moved[at] ?? 0, most);
    most = (moved[at] ?? 0) - gap;
  }
  return moved;
}
