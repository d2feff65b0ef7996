import { Chart, type Charted, Grid, Labels, type Plot } from "@/ui/chart";
import { nice, spread } from "@/ui/scale";

const RIGHT = 84;
const DOTS_UP_TO = 14;

/** How things went, day after day. Each line has its name at its end. */
export function LineChart(props: Charted) {
  return <Chart {...props} right={RIGHT} draw={(plot) => <Lines {...props} plot={plot} />} />;
}

function Lines({ labels, series, plot }: Charted & { plot: Plot }) {
  const top = nice(Math.max(...series.flatMap((one) => one.values)));
  const step = (plot.width - plot.left - plot.right) / Math.max(1, labels.length);
  const x = (at: number) => plot.left + at * step + step / 2;
  const y = (value: number) => plot.height - (value / top) * plot.height;
  const ends = spread(
    series.map((one) => y(one.values.at(-1) ?? 0) + 4),
    14,
    plot.height + 2,
  );
  return (
    <>
      <Grid plot={plot} top={top} />
      {plot.at === undefined ? null : (
        <line
          x1={x(plot.at)}
          x2={x(plot.at)}
          y1={0}
          y2={plot.height}
          stroke="var(--line-strong)"
          strokeDasharray="2 3"
        />
      )}
      {series.map((one, place) => (
        <g key={one.name} stroke={one.color} fill={one.color}>
          <polyline
            points={one.values.map((value, at) => `${x(at)},${y(value)}`).join(" ")}
            fill="none"
            strokeWidth={2}
            strokeLinejoin="round"
          />
          {one.values.map((value, at) =>
            labels.length <= DOTS_UP_TO || at === plot.at ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place of a day is what it is
              <circle key={at} cx={x(at)} cy={y(value)} r={at === plot.at ? 4 : 2.5} stroke="none" />
            ) : null,
          )}
          <text x={plot.width - plot.right + 8} y={ends[place]} stroke="none" className="text-xs font-medium">
            {one.name}
          </text>
        </g>
      ))}
      <Labels plot={plot} labels={labels} />
    </>
  );
}
