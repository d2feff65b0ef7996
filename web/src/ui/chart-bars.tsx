import { Chart, type Charted, Grid, Labels, type Plot, type Series } from "@/ui/chart";
import { nice } from "@/ui/scale";

interface Props extends Omit<Charted, "series"> {
  series: Series;
}

/** How much of one thing there was of each kind: the title says of what. */
export function BarChart({ series, ...props }: Props) {
  return (
    <Chart
      {...props}
      series={[series]}
      right={4}
      draw={(plot) => <Bars labels={props.labels} series={series} plot={plot} />}
    />
  );
}

function Bars({ labels, series, plot }: { labels: readonly string[]; series: Series; plot: Plot }) {
  const top = nice(Math.max(...series.values));
  const step = (plot.width - plot.left - plot.right) / Math.max(1, labels.length);
  const bar = Math.max(2, Math.min(28, step * 0.66));
  return (
    <>
      <Grid plot={plot} top={top} />
      {series.values.map((value, at) => (
        <rect
          key={labels[at]}
          x={plot.left + at * step + (step - bar) / 2}
          y={plot.height - (value / top) * plot.height}
          width={bar}
          height={(value / top) * plot.height}
          rx={2}
          fill={series.color}
          opacity={plot.at === undefined || plot.at === at ? 1 : 0.55}
        />
      ))}
      <Labels plot={plot} labels={labels} />
    </>
  );
}
