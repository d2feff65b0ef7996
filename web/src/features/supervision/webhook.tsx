import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { useChannelLabel } from "@/features/supervision/channels";
import { Facts } from "@/features/supervision/parts";
import { webhookQuery } from "@/features/supervision/queries";
import { ReplayResult } from "@/features/supervision/replay-result";
import { useReplay } from "@/features/supervision/replaying";
import { STATE_TONES } from "@/features/supervision/webhooks-tab";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Loaded } from "@/ui/loaded";
import { Badge, Banner } from "@/ui/states";
import { count, duration } from "@/words/figures";
import { exact } from "@/words/moments";

const NOTHING_GIVEN = { read: "nothing", received: "notYet", failed: "notRead" } as const;

/** One webhook: what it gave, why it was not read, and reading it again. */
export default function Webhook({ id, close }: { id: number; close: () => void }) {
  const words = useTranslations("supervision.hooks");
  const found = useQuery(webhookQuery(id));
  return (
    <Dialog title={words("number", { id: String(id) })} close={close}>
      <Loaded query={found} bone="h-64">
        {(kept) => <Kept kept={kept} />}
      </Loaded>
    </Dialog>
  );
}

function Kept({ kept }: { kept: Schemas["WebhookView"] }) {
  const words = useTranslations("supervision.hooks");
  const may = useMay();
  const label = useChannelLabel(kept.channel_id);
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={STATE_TONES[kept.state]}>{words(kept.state)}</Badge>
        <span className="text-ink-soft">{label}</span>
      </p>
      {kept.why ? (
        <div>
          <p className="font-medium text-pretty">{kept.why}</p>
          {kept.error ? (
            <p className="mt-1 text-xs break-all text-ink-faint">
              {words("technical", { error: kept.error })}
            </p>
          ) : null}
        </div>
      ) : null}
      <Facts facts={useFacts(kept)} />
      <section>
        <h3 className="mb-1 font-semibold">{words("gave")}</h3>
        {kept.gave.length ? (
          <ul className="list-disc pl-5">
            {kept.gave.map((one, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a webhook may say the same thing twice
              <li key={place}>{one.sentence}</li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-soft">{words(NOTHING_GIVEN[kept.state])}</p>
        )}
      </section>
      {may("supervision.replay") ? <ReplayOne id={kept.id} /> : null}
    </div>
  );
}

function useFacts(kept: Schemas["WebhookView"]) {
  const words = useTranslations("supervision.hooks");
  return [
    [words("receivedAt"), exact(new Date(kept.received_at))],
    ...(kept.read_at ? [[words("readAt"), exact(new Date(kept.read_at))] as const] : []),
    [words("attempts"), count(kept.attempts)],
    [words("replays"), count(kept.replays)],
    [words("duplicates"), count(kept.duplicates)],
    ...(kept.delay_ms === null ? [] : [[words("delay"), duration(kept.delay_ms)] as const]),
  ] as const;
}

function ReplayOne({ id }: { id: number }) {
  const words = useTranslations("supervision.hooks");
  const replay = useReplay({ id });
  if (replay.data) return <ReplayResult done={replay.data} />;
  return (
    <div className="flex flex-col items-start gap-2 border-t border-line pt-4">
      <p className="text-[13px] text-pretty text-ink-soft">{words("followsOne")}</p>
      {replay.error ? <Banner tone="danger">{replay.error.message}</Banner> : null}
      <Button isDisabled={replay.isPending} onPress={() => replay.mutate()}>
        {words("replayOne")}
      </Button>
    </div>
  );
}
