import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Bot, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { NEW } from "@/features/assistant/entries";
import { percent } from "@/features/assistant/figures";
import { faqsQuery } from "@/features/assistant/queries";
import { Styled } from "@/features/assistant/styled";
import { TrialDetails } from "@/features/assistant/trial-details";
import type { Simulated, Try } from "@/features/assistant/tries";

interface Props {
  tried: Try;
  leave?: (() => void) | undefined;
}

/** What the assistant would say to a question, and why. */
export function Trial({ tried, leave }: Props) {
  const words = useTranslations("assistant.trying");
  const { result, threshold } = tried;
  return (
    <article className="flex flex-col gap-3">
      <p className="max-w-[85%] self-start rounded-xl rounded-tl-sm border border-line bg-surface px-3 py-2 break-words whitespace-pre-wrap">
        {tried.question}
      </p>
      <div className="max-w-[92%] self-end rounded-xl rounded-tr-sm border border-dashed border-line-strong bg-assistant-soft px-3 py-2">
        <p className="mb-1 text-xs font-medium text-ink-soft">{words("simulated")}</p>
        {result.text ? (
          <p className="break-words whitespace-pre-wrap">
            <Styled text={result.text} />
          </p>
        ) : (
          <p className="text-ink-soft italic">{words("nothingSaid")}</p>
        )}
      </div>
      <Source tried={tried} />
      {result.answers_now ? null : <p className="text-[13px] text-warning">{words("silent")}</p>}
      <Confidence confidence={result.confidence} threshold={threshold} weighed={weighed(result)} />
      <Candidates tried={tried} leave={leave} />
      <TrialDetails result={result} />
    </article>
  );
}

function Source({ tried: { result } }: { tried: Try }) {
  const words = useTranslations("assistant.trying");
  const Icon = result.handover ? UserRound : Bot;
  return (
    <div className="flex items-start gap-2">
      <Icon
        size={18}
        aria-hidden="true"
        className={`mt-px shrink-0 ${result.handover ? "text-warning" : "text-accent"}`}
      />
      <div>
        <p className="font-medium">{words(`source.${result.source}`)}</p>
        {result.handover_label ? <p className="text-ink-soft">{result.handover_label}</p> : null}
      </div>
    </div>
  );
}

/** Whether the threshold decided: a person who is asked for, or a client who is unhappy, is beyond it. */
const weighed = ({ handover }: Simulated): boolean => ["", "not_understood"].includes(handover);

interface ConfidenceProps {
  confidence: number;
  threshold: number;
  weighed: boolean;
}

/** How sure it is and how sure it must be, on one bar. */
function Confidence({ confidence, threshold, weighed }: ConfidenceProps) {
  const words = useTranslations("assistant.trying");
  const enough = confidence >= threshold;
  return (
    <div>
      <p className="figures flex text-[13px]">
        <span className="flex-1 font-medium">
          {words("confidence")} {percent(confidence)}
        </span>
        <span className="text-ink-soft">{words("threshold", { percent: percent(threshold) })}</span>
      </p>
      <div
        role="img"
        aria-label={words("confidenceTold", {
          confidence: percent(confidence),
          threshold: percent(threshold),
        })}
        className="relative mt-1.5 mb-1 h-2 rounded-full bg-hover ring-1 ring-line"
      >
        <span
          className={`absolute inset-y-0 left-0 rounded-full ${enough ? "bg-accent" : "bg-warning"}`}
          style={{ width: percentOf(confidence) }}
        />
        <span
          className="absolute -inset-y-1 w-0.5 -translate-x-1/2 rounded bg-ink"
          style={{ left: percentOf(threshold) }}
        />
      </div>
      {weighed ? <p className="text-[13px] text-ink-soft">{words(enough ? "above" : "below")}</p> : null}
    </div>
  );
}

const percentOf = (score: number): string => `${Math.min(1, Math.max(0, score)) * 100}%`;

/** The entries that were weighed: each opens the entry. */
function Candidates({ tried, leave }: Props) {
  const words = useTranslations("assistant.trying");
  const may = useMay();
  const faqs = useQuery(faqsQuery).data?.data;
  const { candidates, source } = tried.result;
  const [best] = candidates;
  const teaches = may("assistant.configure") && source !== "faq" && weighed(tried.result);
  return (
    <section aria-label={words("candidates")}>
      <h3 className="text-[13px] font-semibold">{words("candidates")}</h3>
      {candidates.length === 0 ? <p className="text-ink-soft">{words("noCandidates")}</p> : null}
      <ul className="-mx-2 mt-0.5">
        {candidates.map(({ faq_id: id, question, score }) => (
          <li key={id}>
            <Link
              to="/assistant/faq"
              search={{ question: id }}
              onClick={leave}
              disabled={faqs?.every((entry) => entry.faq_id !== id) ?? false}
              aria-label={words("openEntry", { question, percent: percent(score) })}
              className="flex min-h-9 items-center gap-2 rounded-md px-2 hover:bg-hover aria-disabled:line-through pointer-coarse:min-h-11"
            >
              <span className="min-w-0 flex-1 truncate underline decoration-line-strong underline-offset-2">
                {question}
              </span>
              <span
                aria-hidden="true"
                className="h-1.5 w-12 overflow-hidden rounded-full bg-hover ring-1 ring-line"
              >
                <span className="block h-full bg-ink-faint" style={{ width: percentOf(score) }} />
              </span>
              <span className="figures w-11 text-right text-[13px] text-ink-soft">{percent(score)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {teaches ? (
        <div className="mt-1 flex flex-col items-start gap-1">
          <Teach id={NEW} text={tried.question} leave={leave}>
            {words("teach")}
          </Teach>
          {best && faqs?.some((entry) => entry.faq_id === best.faq_id) ? (
            <Teach id={best.faq_id} text={tried.question} leave={leave}>
              {words("asVariant", { question: best.question })}
            </Teach>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

interface TeachProps {
  id: string;
  text: string;
  leave: (() => void) | undefined;
  children: string;
}

function Teach({ id, text, leave, children }: TeachProps) {
  return (
    <Link
      to="/assistant/faq"
      search={{ question: id, texte: text.slice(0, 300) }}
      onClick={leave}
      className="min-h-6 text-[13px] font-medium text-accent underline underline-offset-2 pointer-coarse:py-2.5"
    >
      {children}
    </Link>
  );
}
