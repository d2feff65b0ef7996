import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { inWords } from "@/features/conversations/said";
import { Bar } from "@/features/conversations/why-parts";
import { exact, moment, second } from "@/words/moments";

/** What the client had written, as it reads now. */
export function Heard({ heard }: { heard: Schemas["Why"]["heard"] }) {
  const words = useTranslations("desk.why");
  return (
    <ul className="flex flex-col items-start gap-1.5">
      {heard.map((one) => (
        <li
          key={one.message_id}
          className="max-w-full rounded-lg border border-line bg-surface px-3 py-2 text-base"
        >
          <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {one.note ? (
              <em className="text-ink-faint">{one.note}</em>
            ) : (
              inWords(one.content) || words("wordless")
            )}
          </span>
          {one.at ? (
            <time dateTime={one.at} className="figures ml-2 text-xs text-ink-faint">
              {moment(new Date(one.at))}
            </time>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** How far the answer went, with the hour of each step. */
export function Delivered({ steps }: { steps: Schemas["Why"]["delivery"] }) {
  return (
    <ol className="flex flex-col gap-1 text-[13px]">
      {steps.map((step) => (
        <li key={`${step.step}:${step.at}`} className="flex flex-wrap gap-x-3">
          <time dateTime={step.at} title={exact(new Date(step.at))} className="figures text-ink-faint">
            {second(new Date(step.at))}
          </time>
          <span>{step.label}</span>
          {step.reason ? <span className="text-danger">{step.reason}</span> : null}
        </li>
      ))}
    </ol>
  );
}

/** What the assistant had been told to do, then. */
export function SettingsThen({ settings }: { settings: Schemas["AssistantView"] }) {
  const words = useTranslations("desk.why.settings");
  return (
    <Facts>
      <Fact name={words("automatic")} value={words(settings.automatic ? "on" : "off")} />
      <Fact name={words("tone")} value={settings.manner || words(settings.tone)} />
      <Fact name={words("model")} value={words(settings.model_allowed ? "allowed" : "forbidden")} />
      <Fact
        name={words("hours")}
        value={settings.hours.length ? words("ranges", { count: settings.hours.length }) : words("always")}
      />
      <Fact name={words("handover")} value={settings.handover} />
      {settings.away ? <Fact name={words("away")} value={settings.away} /> : null}
      {settings.signature ? <Fact name={words("signature")} value={settings.signature} /> : null}
      {settings.business ? <Fact name={words("business")} value={settings.business} /> : null}
    </Facts>
  );
}

/** How the model was asked, and what its answer became. */
export function ModelFacts({ model }: { model: Schemas["ModelView"] }) {
  const words = useTranslations("desk.why.model");
  return (
    <>
      {model.trouble_label ? <p className="mb-2 text-warning">{model.trouble_label}</p> : null}
      {model.guards.length ? (
        <div className="mb-3 rounded-md bg-warning-soft p-3 text-[13px] text-warning">
          <p className="font-medium">{words("guards")}</p>
          <ul className="list-disc pl-5">
            {model.guards.map((guard) => (
              <li key={guard.code}>{guard.label}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="mb-3 flex flex-col gap-2">
        {model.claimed === null ? null : <Bar label={words("claimed")} score={model.claimed} />}
        {model.grounding === null ? null : <Bar label={words("grounding")} score={model.grounding} />}
      </div>
      <Facts>
        <Fact name={words("name")} value={`${model.vendor} · ${model.model}`} />
        <Fact name={words("duration")} value={words("took", { seconds: model.latency_ms / 1000 })} />
        <Fact name={words("attempts")} value={String(model.attempts)} />
        <Fact
          name={words("tokens")}
          value={words(model.tokens_from === "vendor" ? "counted" : "estimated", {
            asked: model.prompt_tokens,
            answered: model.completion_tokens,
          })}
        />
        <Fact name={words("prompt")} value={model.prompt_version} />
        <Fact name={words("temperature")} value={String(model.temperature).replace(".", ",")} />
      </Facts>
    </>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-[13px] sm:grid-cols-[minmax(9rem,auto)_1fr]">{children}</dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="whitespace-pre-wrap [overflow-wrap:anywhere] max-sm:mb-1">{value}</dd>
    </>
  );
}
