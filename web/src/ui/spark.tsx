const WIDTH = 120;
const HEIGHT = 28;

/** The shape of a figure over the days, with nothing to read: a day without a figure is a gap. */
export function Spark({ values, color }: { values: readonly (number | null)[]; color: string }) {
  const known = values.filter((value) => value !== null);
  if (values.length < 2 || known.length === 0) return <div className="h-7" />;
  const top = Math.max(...known, Number.EPSILON);
  const x = (at: number) => 2 + (at / (values.length - 1)) * (WIDTH - 4);
  const y = (value: number) => HEIGHT - 3 - (value / top) * (HEIGHT - 6);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-7 w-full"
      fill="none"
      aria-hidden="true"
    >
      {runs(values).map((run) => (
        <polyline
          key={run[0]?.at}
          points={(run.length > 1 ? run : [...run, ...run.map((one) => ({ ...one, at: one.at + 0.01 }))])
            .map(({ at, value }) => `${x(at)},${y(value)}`)
            .join(" ")}
          stroke={color}
          strokeWidth={1.75}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

interface Point {
  at: number;
  value: number;
}

/** The days that follow each other without a gap. */
function runs(values: readonly (number | null)[]): Point[][] {
  const found: Point[][] = [];
  let run: Point[] = [];
  for (const [at, value] of values.entries()) {
    if (value !== null) run.push({ at, value });
    else if (run.length) {
      found.push(run);
      run = [];
    }
  }
  return run.length ? [...found, run] : found;
}
