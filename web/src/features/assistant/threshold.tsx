import { useId } from "react";
import { useTranslations } from "use-intl";
import { percent } from "@/features/assistant/figures";
import { useTrying } from "@/features/assistant/trying";
import type { SettingsForm } from "@/features/assistant/use-settings";
import { Badge } from "@/ui/states";

const EXAMPLES = 4;

type Level = "bold" | "balanced" | "careful" | "strict";

const level = (threshold: number): Level =>
  threshold < 0.3 ? "bold" : threshold < 0.6 ? "balanced" : threshold < 0.85 ? "careful" : "strict";

/** How sure the assistant must be, and what that means for questions that were tried. */
export function Threshold({ form, reads }: { form: SettingsForm; reads: boolean }) {
  const words = useTranslations("assistant.threshold");
  const id = useId();
  const value = form.wanted.threshold;
  const error = form.errorOf("threshold");
  const now = level(value);
  return (
    <div>
      <div className="flex items-baseline gap-3">
        <label htmlFor={id} className="flex-1 text-[13px] font-medium text-ink-soft">
          {words("label")}
        </label>
        <output htmlFor={id} className="figures text-base font-semibold">
          {percent(value)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        disabled={reads}
        value={value}
        aria-valuetext={`${percent(value)}, ${words(now)}`}
        aria-describedby={`${id}-means`}
        aria-invalid={error !== undefined}
        onChange={(event) => form.set("threshold", Number(event.target.value))}
        className="h-8 w-full rounded-md accent-accent pointer-coarse:h-11"
      />
      <p className="flex justify-between text-xs text-ink-faint" aria-hidden="true">
        <span>{words("low")}</span>
        <span>{words("high")}</span>
      </p>
      {error ? <p className="text-[13px] text-danger">{error}</p> : null}
      <div id={`${id}-means`} className="mt-3 rounded-md bg-sunken px-3 py-2.5">
        <p>
          <span className="font-medium">{words(now)}.</span> {words(`${now}Means`)}{" "}
          {words("means", { percent: percent(value) })}
        </p>
        <Examples threshold={value} />
        <p className="mt-2 text-[13px] text-ink-soft">{words("whatever")}</p>
      </div>
    </div>
  );
}

function Examples({ threshold }: { threshold: number }) {
  const words = useTranslations("assistant.threshold");
  // Only what was weighed against the threshold says something about it.
  const tries =
    useTrying()?.tries.filter(({ result }) => ["", "not_understood"].includes(result.handover)) ?? [];
  if (tries.length === 0) return <p className="mt-2 text-[13px] text-ink-soft">{words("noExamples")}</p>;
  return (
    <>
      <p className="mt-3 text-[13px] font-medium">{words("examples")}</p>
      <ul className="mt-1">
        {tries.slice(0, EXAMPLES).map(({ id, question, result }) => {
          const answers = result.confidence >= threshold;
          return (
            <li key={id} className="flex min-h-7 items-center gap-2 text-[13px]">
              <span className="min-w-0 flex-1 truncate">« {question} »</span>
              <span className="figures text-ink-soft">{percent(result.confidence)}</span>
              <Badge tone={answers ? "success" : "warning"}>{words(answers ? "answers" : "handsOver")}</Badge>
            </li>
          );
        })}
      </ul>
    </>
  );
}
