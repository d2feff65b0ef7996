import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Badge } from "@/ui/states";

const PERCENT = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 0 });

export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-2 text-[13px] font-semibold text-ink-soft">
        {title}
      </h3>
      {children}
    </section>
  );
}

interface BarProps {
  label: string;
  score: number;
  /** Where the threshold stood. */
  mark?: number;
  quiet?: boolean;
}

/** A score from 0 to 1: the figure is what counts, the bar lets scores be compared. */
export function Bar({ label, score, mark, quiet = false }: BarProps) {
  const width = `${Math.round(Math.min(1, Math.max(0, score)) * 100)}%`;
  return (
    <div className="grid grid-cols-[minmax(7rem,1fr)_minmax(5rem,2fr)_3rem] items-center gap-3 text-[13px]">
      <span className="[overflow-wrap:anywhere]">{label}</span>
      <span aria-hidden="true" className="relative h-2 rounded-full bg-hover">
        <span
          className={`absolute inset-y-0 left-0 rounded-full ${quiet ? "bg-line-strong" : "bg-accent"}`}
          style={{ width }}
        />
        {mark === undefined ? null : (
          <span
            className="absolute -inset-y-1 w-0.5 bg-ink"
            style={{ left: `${Math.round(Math.min(1, mark) * 100)}%` }}
          />
        )}
      </span>
      <span className="figures text-right font-medium">{PERCENT.format(score)}</span>
    </div>
  );
}

type Candidate = Schemas["MatchThen"] & { changed?: boolean; removed?: boolean };

interface CandidatesProps {
  candidates: readonly Candidate[];
  threshold?: number;
  chosen: Schemas["Why"]["source"];
}

/** What the FAQ had to say, the best first, in the words it had then. */
export function Candidates({ candidates, threshold, chosen }: CandidatesProps) {
  const words = useTranslations("desk.why");
  if (candidates.length === 0) return <p className="text-[13px] text-ink-faint">{words("noCandidate")}</p>;
  return (
    <ol className="flex flex-col gap-2">
      {candidates.map((one, at) => (
        <li key={one.faq_id} className="rounded-md border border-line p-3">
          <Bar
            label={words("rank", { rank: at + 1 })}
            score={one.score}
            quiet={at > 0 || chosen !== "faq"}
            {...(threshold === undefined ? {} : { mark: threshold })}
          />
          <p className="mt-2 flex flex-wrap items-center gap-2 font-medium">
            {one.question}
            {at === 0 && chosen === "faq" ? <Badge tone="accent">{words("used")}</Badge> : null}
            {one.removed ? <Badge tone="danger">{words("removed")}</Badge> : null}
            {one.changed && !one.removed ? <Badge tone="warning">{words("changed")}</Badge> : null}
          </p>
          <p className="mt-1 text-[13px] whitespace-pre-wrap text-ink-soft [overflow-wrap:anywhere]">
            {one.answer}
          </p>
        </li>
      ))}
    </ol>
  );
}
