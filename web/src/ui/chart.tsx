import { useId } from "react";
import { useTranslations } from "use-intl";

export interface Series {
  name: string;
  /** A colour of the theme: the same thing has the same colour everywhere. */
  color: string;
  values: readonly number[];
}

interface Props {
  /** The question that the chart answers. */
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  unit: string;
}

const WIDTH = 720;
const HEIGHT = 200;
const BELOW = 22;
const LEFT = 34;

const NUMBER = new Intl.NumberFormat("fr-FR");

/** Grouped bars, with what they say in a table behind: a picture is not for everybody. */
export function BarChart({ title, labels, series, unit }: Props) {
  const words = useTranslations("chart");
  const id = useId();
  const top = nice(Math.max(1, ...series.flatMap((one) => one.values)));
  const height = (value: number) => (value / top) * HEIGHT;
  const step = (WIDTH - LEFT) / Math.max(1, labels.length);
  const bar = Math.min(22, (step * 0.7) / series.length);
  const every = Math.ceil(labels.length / 10);
  return (
    <figure aria-labelledby={id}>
      <figcaption className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span id={id} className="font-semibold">
          {title}
        </span>
        {series.map((one) => (
          <span key={one.name} className="inline-flex items-center gap-1.5 text-[13px] text-ink-soft">
            <span className="size-2.5 rounded-sm" style={{ background: one.color }} />
            {one.name}
          </span>
        ))}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + BELOW}`} className="figures w-full" aria-hidden="true">
        {[0, top / 2, top].map((value) => (
          <g key={value} transform={`translate(0 ${HEIGHT - height(value)})`}>
            <line x1={LEFT} x2={WIDTH} stroke="var(--line)" />
            <text x={LEFT - 6} y={4} textAnchor="end" fontSize={11} fill="var(--ink-faint)">
              {NUMBER.format(value)}
            </text>
          </g>
        ))}
        {labels.map((label, at) => (
          <g key={label} transform={`translate(${LEFT + at * step + step / 2} 0)`}>
            {series.map((one, place) => {
              const value = one.values[at] ?? 0;
              return (
                <rect
                  key={one.name}
                  x={(place - series.length / 2) * bar}
                  y={HEIGHT - height(value)}
                  width={Math.max(1, bar - 2)}
                  height={height(value)}
                  rx={2}
                  fill={one.color}
                >
                  <title>{`${label} · ${one.name} : ${NUMBER.format(value)} ${unit}`}</title>
                </rect>
              );
            })}
            {at % every === 0 ? (
              <text y={HEIGHT + 16} textAnchor="middle" fontSize={11} fill="var(--ink-faint)">
                {label}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <details className="mt-2 text-[13px] text-ink-soft">
        <summary className="inline-flex min-h-6 items-center rounded pointer-coarse:min-h-11">
          {words("table")}
        </summary>
        <div className="mt-2 max-h-64 overflow-auto">
          <table className="figures w-full text-left">
            <thead>
              <tr className="border-b border-line">
                <th className="py-1 font-medium">{words("day")}</th>
                {series.map((one) => (
                  <th key={one.name} className="py-1 text-right font-medium">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, at) => (
                <tr key={label} className="border-b border-line">
                  <td className="py-1">{label}</td>
                  {series.map((one) => (
                    <td key={one.name} className="py-1 text-right">
                      {NUMBER.format(one.values[at] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The round figure just above: the axis ends on it. */
function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 4, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return Math.max(2, lead * power);
}
