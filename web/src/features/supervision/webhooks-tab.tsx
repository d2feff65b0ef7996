import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { useChannelLabel } from "@/features/supervision/channels";
import { Freshness } from "@/features/supervision/parts";
import { EVERY_S, webhooksQuery } from "@/features/supervision/queries";
import { Replays } from "@/features/supervision/replays";
import { readSupervision, type SupervisionSearch } from "@/features/supervision/search";
import { WebhookFilters } from "@/features/supervision/webhook-filters";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge, Empty } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { useStill } from "@/ui/use-still";
import { brief, exact } from "@/words/moments";

const Webhook = lazy(() => import("@/features/supervision/webhook"));
const ReplayMany = lazy(() => import("@/features/supervision/replay-many"));

type Kept = Schemas["WebhookView"];
export const STATE_TONES = { received: "info", read: "success", failed: "danger" } as const;

/** What the providers told us, what became of it, and reading it again. */
export function WebhooksTab() {
  const words = useTranslations();
  const may = useMay();
  const navigate = useNavigate();
  const search = readSupervision(useSearch({ strict: false }));
  const [replaying, replay] = useState(false);
  const go = (changed: SupervisionSearch) =>
    void navigate({
      to: "/supervision",
      search: { ...search, ...changed },
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <Freshness>{words("supervision.every", { seconds: EVERY_S })}</Freshness>
      <Section
        title={words("supervision.webhooks")}
        lead={words("supervision.hooks.lead")}
        aside={
          may("supervision.replay") ? (
            <Button onPress={() => replay(true)}>{words("supervision.hooks.replay")}</Button>
          ) : null
        }
      >
        <WebhookFilters search={search} go={go} />
        <Kepts search={search} />
      </Section>
      <Replays />
      <Suspense fallback={null}>
        {search.webhook === undefined ? null : (
          <Webhook id={search.webhook} close={() => go({ webhook: undefined })} />
        )}
        {replaying ? <ReplayMany search={search} close={() => replay(false)} /> : null}
      </Suspense>
    </>
  );
}

function Kepts({ search }: { search: SupervisionSearch }) {
  const words = useTranslations();
  const found = useInfiniteQuery(webhooksQuery(search));
  const { shown, still } = useStill(found.data);
  const filtered = search.etat ?? search.canal ?? search.du ?? search.au;
  return (
    <div {...still}>
      <Loaded query={found}>
        {(data) => {
          const kept = (shown ?? data).pages.flatMap((page) => page.data);
          if (kept.length === 0)
            return (
              <Empty sentence={words(filtered ? "supervision.hooks.noneFiltered" : "supervision.hooks.none")}>
                {filtered ? (
                  <Link to="/supervision" search={{ onglet: "webhooks" }} className="text-accent underline">
                    {words("supervision.hooks.reset")}
                  </Link>
                ) : null}
              </Empty>
            );
          return (
            <ul className="border-t border-line">
              {kept.map((one) => (
                <Line key={one.id} kept={one} search={search} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {found.hasNextPage ? (
        <div className="p-4">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("states.more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Line({ kept, search }: { kept: Kept; search: SupervisionSearch }) {
  const words = useTranslations("supervision.hooks");
  const now = useNow();
  const label = useChannelLabel(kept.channel_id);
  const at = new Date(kept.received_at);
  const gave = kept.gave.map((one) => one.sentence).join(" · ");
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        to="/supervision"
        search={{ ...search, webhook: kept.id }}
        resetScroll={false}
        activeProps={{}}
        className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 -outline-offset-2 hover:bg-hover"
      >
        <span className="w-20 shrink-0">
          <Badge tone={STATE_TONES[kept.state]}>{words(kept.state)}</Badge>
        </span>
        <span className="min-w-0 flex-1 truncate text-[13px] sm:max-w-48">{label}</span>
        <time
          dateTime={kept.received_at}
          title={exact(at)}
          className="figures w-24 shrink-0 text-right text-xs text-ink-faint sm:order-last"
        >
          {brief(at, now)}
        </time>
        <span
          className={`min-w-0 truncate text-[13px] max-sm:w-full sm:flex-1 ${kept.state === "failed" ? "text-danger" : "text-ink-soft"}`}
        >
          {kept.why || gave || words(kept.state === "received" ? "notYet" : "nothing")}
        </span>
      </Link>
    </li>
  );
}
