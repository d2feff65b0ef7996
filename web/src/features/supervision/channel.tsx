import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { ChannelActs } from "@/features/supervision/channel-acts";
import { Facts } from "@/features/supervision/parts";
import { useNow } from "@/ui/use-now";
import { count } from "@/words/figures";
import { ago, exact } from "@/words/moments";

type Detail = Schemas["ChannelDetail"];
type FindingView = Schemas["FindingView"];

/** How a channel is, why, what to do about it, and what may be done. */
export function ChannelDetail({ channel }: { channel: Detail }) {
  const words = useTranslations("supervision.channels");
  const may = useMay();
  return (
    <div className="flex flex-col gap-5 border-t border-line pt-4">
      <section>
        <h3 className="mb-2 font-semibold">{words("reasons")}</h3>
        {channel.reasons.length ? (
          <Findings findings={channel.reasons} />
        ) : (
          <p className="flex items-center gap-2">
            <CircleCheck size={16} aria-hidden="true" className="text-success" />
            {words("allGood")}
          </p>
        )}
      </section>
      <Facts facts={useDetailFacts(channel)} />
      {channel.failure_reasons.length ? (
        <ul className="flex flex-col gap-1 text-[13px]">
          {channel.failure_reasons.map((one) => (
            <li key={one.code} className="text-pretty">
              <span className="figures font-medium">{count(one.count)} × </span>
              {one.reason} <span className="text-ink-faint">({one.code})</span>
            </li>
          ))}
        </ul>
      ) : null}
      {may("channels.manage") || may("templates.synchronise") ? <ChannelActs channel={channel} /> : null}
    </div>
  );
}

function useDetailFacts(channel: Detail): readonly (readonly [string, ReactNode])[] {
  const words = useTranslations("supervision.channels");
  const now = useNow();
  const moment = (at: string | null) =>
    at ? (
      <time dateTime={at} title={exact(new Date(at))}>
        {ago(new Date(at), now)}
      </time>
    ) : (
      words("never")
    );
  return [
    ...(channel.number ? [[words("number"), channel.number] as const] : []),
    [words("quality"), channel.quality_label],
    [words("limit"), channel.limit_label],
    [words("lastSigned"), moment(channel.last_signed_webhook_at)],
    [words("lastReceived"), moment(channel.last_received_at)],
    [words("lastSent"), moment(channel.last_sent_at)],
    [words("sent"), count(channel.sent_24h)],
    [words("failed"), count(channel.failed_24h)],
    [words("wrongSignatures"), count(channel.wrong_signatures_today)],
  ];
}

const ICONS = { ok: CircleCheck, warning: CircleAlert, error: CircleX } as const;
const TONES = { ok: "text-success", warning: "text-warning", error: "text-danger" } as const;

/** What was looked at: how it is, and how to mend it. */
export function Findings({ findings }: { findings: readonly FindingView[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {findings.map((one) => {
        const Icon = ICONS[one.level];
        return (
          <li key={one.code} className="flex gap-2">
            <Icon size={16} aria-hidden="true" className={`mt-0.5 shrink-0 ${TONES[one.level]}`} />
            <div className="min-w-0">
              <p className="text-pretty">{one.sentence}</p>
              {one.remedy ? <p className="text-[13px] text-pretty text-ink-soft">{one.remedy}</p> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
