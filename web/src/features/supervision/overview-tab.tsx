import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { lagOf } from "@/features/supervision/lag";
import { named } from "@/features/supervision/machinery";
import { Facts, Freshness } from "@/features/supervision/parts";
import { EVERY_S, healthQuery, policiesQuery, projectionsQuery } from "@/features/supervision/queries";
import { Disclosure } from "@/ui/disclosure";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { useNow } from "@/ui/use-now";
import { duration } from "@/words/figures";
import { ago } from "@/words/moments";

type Progress = Schemas["ProgressView"];

/** Whether everything turns, and how late it is. */
export function OverviewTab() {
  const words = useTranslations("supervision");
  const health = useQuery(healthQuery);
  const projections = useQuery(projectionsQuery);
  const policies = useQuery(policiesQuery);
  return (
    <>
      <Freshness>{words("every", { seconds: EVERY_S })}</Freshness>
      <Section title={words("health.title")}>
        <div className="px-4 pb-4">
          <Loaded query={health} bone="h-12">
            {(found) => <Health health={found} />}
          </Loaded>
        </div>
      </Section>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Parts title={words("screens")} lead={words("screensLead")} query={projections} />
        <Parts title={words("automatisms")} lead={words("automatismsLead")} query={policies} />
      </div>
    </>
  );
}

const ICONS = { ok: CircleCheck, degraded: CircleAlert, down: CircleX } as const;
const TONES = { ok: "text-success", degraded: "text-warning", down: "text-danger" } as const;

function Health({ health }: { health: Schemas["HealthView"] }) {
  const words = useTranslations("supervision.health");
  const state = (name: keyof typeof ICONS) => {
    const Icon = ICONS[name];
    return (
      <span className="inline-flex items-center gap-1.5">
        <Icon size={16} aria-hidden="true" className={TONES[name]} />
        {words(name)}
      </span>
    );
  };
  return (
    <Facts
      facts={[
        [words("status"), state(health.status)],
        [words("database"), state(health.database)],
        [words("broker"), state(health.broker)],
        [words("uptime"), duration(health.uptime_s * 1_000)],
        [words("version"), health.version],
      ]}
    />
  );
}

interface PartsProps {
  title: string;
  lead: string;
  query: UseQueryResult<{ data: Progress[] }>;
}

/** Those that are late or stopped first; when all is well, one sentence says so. */
function Parts({ title, lead, query }: PartsProps) {
  const words = useTranslations("supervision");
  return (
    <Section title={title} lead={lead}>
      <div className="px-4 pb-4">
        <Loaded query={query}>
          {({ data }) => {
            const wrong = data.filter((one) => lagOf(one).tone !== "success");
            const right = data.filter((one) => lagOf(one).tone === "success");
            return (
              <>
                {wrong.map((one) => (
                  <Part key={one.name + one.state} progress={one} />
                ))}
                {wrong.length === 0 ? (
                  <p className="flex items-center gap-2">
                    <CircleCheck size={16} aria-hidden="true" className="shrink-0 text-success" />
                    {words("allGood", { count: right.length })}
                  </p>
                ) : null}
                {right.length ? (
                  <Disclosure label={words(wrong.length ? "seeOthers" : "seeAll")}>
                    {right.map((one) => (
                      <Part key={one.name + one.state} progress={one} />
                    ))}
                  </Disclosure>
                ) : null}
              </>
            );
          }}
        </Loaded>
      </div>
    </Section>
  );
}

const LAG_TONES = {
  success: "text-success",
  info: "text-ink-soft",
  warning: "text-warning",
  danger: "text-danger",
} as const;

function Part({ progress }: { progress: Progress }) {
  const words = useTranslations("supervision.lags");
  const now = useNow();
  const lag = lagOf(progress);
  return (
    <div className="figures flex min-h-10 flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 last:border-b-0">
      <span className="min-w-0 flex-1 basis-32 truncate" title={progress.name}>
        {named(progress.name)}
      </span>
      <span className={`text-right text-[13px] font-medium text-pretty ${LAG_TONES[lag.tone]}`}>
        {words(lag.word, { count: progress.lag_facts, duration: duration(progress.lag_s * 1_000) })}
      </span>
      {progress.error ? (
        <p className="w-full text-[13px] break-words text-danger">
          {progress.error}
          {progress.error_at ? ` (${ago(new Date(progress.error_at), now)})` : ""}
        </p>
      ) : null}
    </div>
  );
}
