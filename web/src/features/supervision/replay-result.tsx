import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useProgress } from "@/features/supervision/replaying";
import { Banner } from "@/ui/states";

/** What became of an order to read again, followed until its end. */
export function ReplayResult({ done }: { done: Schemas["ReplayDone"] }) {
  const words = useTranslations("supervision.hooks");
  const progress = useProgress(done.count ? done.replay_id : undefined);
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="font-medium">{words("order", { count: done.count })}</p>
      {done.count === 0 ? null : <Progress replay={progress} count={done.count} />}
      {done.more ? <Banner tone="warning">{words("more")}</Banner> : null}
    </div>
  );
}

function Progress({ replay, count }: { replay: Schemas["ReplayView"] | undefined; count: number }) {
  const words = useTranslations("supervision.hooks");
  const past = (replay?.read ?? 0) + (replay?.failed ?? 0);
  const marked = replay?.marked ?? count;
  if (replay?.done_at)
    return (
      <p>
        {words("finished", {
          added: words("added", { count: replay.added }),
          failed: words("failures", { count: replay.failed }),
        })}
      </p>
    );
  return (
    <>
      <progress
        aria-label={words("ongoing")}
        value={past}
        max={marked}
        className="h-2 w-full accent-accent"
      />
      <p className="figures text-[13px] text-ink-soft">{words("progress", { done: past, marked })}</p>
    </>
  );
}
