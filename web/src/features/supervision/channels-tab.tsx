import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { ChannelDetail } from "@/features/supervision/channel";
import { Facts, Freshness } from "@/features/supervision/parts";
import { channelQuery, EVERY_S, gapsQuery, providersQuery } from "@/features/supervision/queries";
import { readSupervision } from "@/features/supervision/search";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge, Empty } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { count, duration, NOTHING, percent } from "@/words/figures";
import { ago } from "@/words/moments";

const Connect = lazy(() => import("@/features/supervision/connect"));

type Gap = Schemas["GapView"];
export const CHANNEL_TONES = {
  ok: "success",
  attention: "warning",
  down: "danger",
  suspended: "info",
} as const;

/** Each channel: what to do about it, what comes by it, and how it is. */
export function ChannelsTab() {
  const words = useTranslations();
  const may = useMay();
  const gaps = useQuery(gapsQuery);
  const [connecting, connect] = useState(false);
  if (!may("channels.read")) return <Empty sentence={words("states.forbidden")} />;
  const button = may("channels.manage") ? (
    <Button onPress={() => connect(true)}>{words("supervision.channels.connect")}</Button>
  ) : null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Freshness>{words("supervision.every", { seconds: EVERY_S })}</Freshness>
        {gaps.data?.data.length ? button : null}
      </div>
      <Loaded query={gaps} bone="h-96">
        {({ data }) =>
          data.length ? (
            data.map((gap) => <Channel key={gap.channel_id} gap={gap} />)
          ) : (
            <Empty sentence={words("supervision.channels.none")}>{button}</Empty>
          )
        }
      </Loaded>
      {connecting ? (
        <Suspense fallback={null}>
          <Connect close={() => connect(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function Channel({ gap }: { gap: Gap }) {
  const words = useTranslations("supervision.channels");
  const navigate = useNavigate();
  const search = readSupervision(useSearch({ strict: false }));
  const opened = search.canal === gap.channel_id;
  const detail = useQuery(channelQuery(gap.channel_id));
  const providers = useQuery(providersQuery).data?.data;
  const provider = providers?.find((one) => one.provider === gap.provider)?.label ?? "";
  const toggle = () =>
    void navigate({
      to: "/supervision",
      search: { ...search, canal: opened ? undefined : gap.channel_id },
      replace: true,
      resetScroll: false,
    });
  return (
    <Section
      title={gap.label}
      lead={provider}
      aside={
        detail.data ? (
          <Badge tone={CHANNEL_TONES[detail.data.state]}>{words(`state.${detail.data.state}`)}</Badge>
        ) : null
      }
    >
      <div className="flex flex-col gap-4 px-4 pb-4">
        <p className="text-base text-pretty">{gap.advice}</p>
        <Flow gap={gap} />
        <div>
          <Button small look="quiet" aria-expanded={opened} onPress={toggle}>
            {opened ? (
              <ChevronUp size={16} aria-hidden="true" />
            ) : (
              <ChevronDown size={16} aria-hidden="true" />
            )}
            {words(opened ? "less" : "more")}
          </Button>
        </div>
        {opened ? (
          <Loaded query={detail} bone="h-64">
            {(channel) => <ChannelDetail channel={channel} />}
          </Loaded>
        ) : null}
      </div>
    </Section>
  );
}

function Flow({ gap }: { gap: Gap }) {
  const words = useTranslations("supervision.channels");
  const now = useNow();
  const { flow } = gap;
  return (
    <Facts
      facts={[
        [words("lastAt"), flow.last_at ? ago(new Date(flow.last_at), now) : words("never")],
        [words("day"), count(flow.received)],
        [words("success"), percent(gap.success)],
        [
          words("delay"),
          flow.delay_p50_ms === null
            ? NOTHING
            : words("delayTold", {
                p50: duration(flow.delay_p50_ms),
                worst: duration(flow.delay_worst_ms),
              }),
        ],
        [words("without"), count(gap.without_news)],
      ]}
    />
  );
}
