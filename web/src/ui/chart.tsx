import { Download } from "lucide-react";
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";
import { csv } from "@/ui/csv";
import { Disclosure } from "@/ui/disclosure";
import { download } from "@/ui/download";
import { count } from "@/words/figures";

export interface Series {
  name: string;
  /** A colour of the theme: the same thing has the same colour everywhere. */
  color: string;
  values: readonly number[];
}

/** Where the plot is on the picture, in pixels. */
export interface Plot {
  width: number;
  height: number;
  left: number;
  right: number;
  /** The label under the pointer. */
  at: number | undefined;
}

/** What every chart is given: its labels, how much there was at each, and its words. */
export interface Charted {
  /** The question that the chart answers. */
  title: string;
  /** What the values count, for the axis. */
  unit: string;
  /** What the labels are, for the table. */
  head: string;
  labels: readonly string[];
  series: readonly Series[];
  /** The name of the file that is given. */
  file: string;
}

interface Props extends Charted {
  right: number;
  draw: (plot: Plot) => ReactNode;
}

const HEIGHT = 190;
const BELOW = 24;
const LEFT = 36;

/** What every chart has: the question, the unit, what is under the pointer, the table behind and the file. */
export function Chart({ title, unit, head, labels, series, file, right, draw }: Props) {
  const words = useTranslations("chart");
  const id = useId();
  const [box, width] = useWidth();
  const [at, setAt] = useState<number>();
  const plot: Plot = { width, height: HEIGHT, left: LEFT, right, at };
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    const place = Math.floor((x / (width - LEFT - right)) * labels.length);
    setAt(place >= 0 && place < labels.length ? place : undefined);
  };
  const rows = labels.map((label, place) => [label, ...series.map((one) => one.values[place] ?? 0)]);
  return (
    <figure aria-labelledby={id}>
      <figcaption className="flex items-start gap-3">
        <span id={id} className="flex-1 font-semibold">
          {title}
        </span>
        <span className="-mt-1">
          <Button
            small
            look="quiet"
            aria-label={words("downloadOf", { title })}
            onPress={() => download(file, csv([head, ...series.map((one) => one.name)], rows), "text/csv")}
          >
            <Download size={15} aria-hidden="true" />
            <span className="max-sm:sr-only">{words("download")}</span>
          </Button>
        </span>
      </figcaption>
      <p className="figures mb-2 h-5 truncate text-[13px] text-ink-faint" aria-hidden="true">
        {at === undefined ? unit : told(labels[at] ?? "", series, at)}
      </p>
      <div ref={box}>
        <svg
          width={width}
          height={HEIGHT + BELOW}
          className="figures block overflow-visible text-[11px]"
          aria-hidden="true"
          onPointerMove={point}
          onPointerLeave={() => setAt(undefined)}
        >
          {width ? draw(plot) : null}
        </svg>
      </div>
      <Disclosure label={words("table")}>
        <Table head={[head, ...series.map((one) => one.name)]} rows={rows} />
      </Disclosure>
    </figure>
  );
}

const told = (label: string, series: readonly Series[], at: number): string =>
  `${label} : ${series.map((one) => `${count(one.values[at] ?? 0)} ${one.name.toLocaleLowerCase("fr-FR")}`).join(" · ")}`;

/** The lines of the axis and what they stand for. */
export function Grid({ plot, top }: { plot: Plot; top: number }) {
  return [0, top / 2, top].map((value) => {
    const y = plot.height - (value / top) * plot.height;
    return (
      <g key={value}>
        <line x1={plot.left} x2={plot.width - plot.right} y1={y} y2={y} stroke="var(--line)" />
        <text x={plot.left - 8} y={y + 4} textAnchor="end" fill="var(--ink-faint)">
          {count(value)}
        </text>
      </g>
    );
  });
}

const LABEL_PX = 58;

/** The labels under the plot: as many as there is room for. */
export function Labels({ plot, labels }: { plot: Plot; labels: readonly string[] }) {
  const step = (plot.width - plot.left - plot.right) / Math.max(1, labels.length);
  const every = Math.ceil(LABEL_PX / step);
  return labels.map((label, at) =>
    at % every === 0 ? (
      <text
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a label is what it is
        key={at}
        x={plot.left + at * step + step / 2}
        y={plot.height + 18}
        textAnchor="middle"
        fill={at === plot.at ? "var(--ink)" : "var(--ink-faint)"}
      >
        {label}
      </text>
    ) : null,
  );
}

function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly (string | number)[])[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
    <section tabIndex={0} aria-label={head[0]} className="mt-2 max-h-64 overflow-auto text-[13px]">
      <table className="figures w-full text-left">
        <thead className="sticky top-0 bg-surface">
          <tr className="border-b border-line">
            {head.map((name, at) => (
              <th key={name} scope="col" className={`py-1 font-medium ${at ? "text-right" : ""}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...values]) => (
            <tr key={label} className="border-b border-line">
              <th scope="row" className="py-1 font-normal">
                {label}
              </th>
              {values.map((value, at) => (
                <td key={head[at + 1]} className="py-1 text-right">
                  {count(Number(value))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The width that an element has, so that a picture is drawn at its true size. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}
