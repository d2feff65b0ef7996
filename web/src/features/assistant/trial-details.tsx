import { useTranslations } from "use-intl";
import { percent } from "@/features/assistant/figures";
import type { Simulated } from "@/features/assistant/tries";

const SECONDS = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

const mood = (sentiment: number) => (sentiment < 0.3 ? "calm" : sentiment < 0.6 ? "tense" : "unhappy");

/** What else was weighed: what the client wants, how they feel, how the model did. */
export function TrialDetails({ result }: { result: Simulated }) {
  const words = useTranslations("assistant.trying");
  const intents = result.intents.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return (
    <section aria-label={words("weighed")}>
      <h3 className="text-[13px] font-semibold">{words("weighed")}</h3>
      <dl className="figures mt-0.5 grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 text-[13px]">
        {intents.map(({ name, label, score }) => (
          <Line key={name} name={label} value={percent(score)} strong={name === result.intent} />
        ))}
        {intents.length === 0 ? <dt className="col-span-2 text-ink-soft">{words("noIntent")}</dt> : null}
        <Line
          name={words("mood")}
          value={words(mood(result.sentiment), { percent: percent(result.sentiment) })}
          strong={false}
        />
        {result.model ? <Model model={result.model} /> : null}
      </dl>
      {result.model?.trouble_label ? (
        <p className="mt-1 text-[13px] text-warning">{result.model.trouble_label}</p>
      ) : null}
      {result.model?.guards.map(({ code, label }) => (
        <p key={code} className="mt-1 text-[13px] text-warning">
          {label}
        </p>
      ))}
    </section>
  );
}

function Model({ model }: { model: NonNullable<Simulated["model"]> }) {
  const words = useTranslations("assistant.trying");
  const seconds = SECONDS.format(model.latency_ms / 1000);
  return (
    <>
      <Line
        name={words("model")}
        value={words("modelTook", { model: model.model, seconds })}
        strong={false}
      />
      {model.grounding === null ? null : (
        <Line name={words("grounding")} value={percent(model.grounding)} strong={false} />
      )}
    </>
  );
}

function Line({ name, value, strong }: { name: string; value: string; strong: boolean }) {
  return (
    <>
      <dt className={strong ? "font-medium" : "text-ink-soft"}>{name}</dt>
      <dd className={`text-right ${strong ? "font-medium" : "text-ink-soft"}`}>{value}</dd>
    </>
  );
}
