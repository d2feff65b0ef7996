import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMemberName } from "@/features/conversations/members";
import { useChannelLabel } from "@/features/supervision/channels";
import { replaysQuery } from "@/features/supervision/queries";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago } from "@/words/moments";

/** Who ordered webhooks to be read again, how far that is, and what it brought. */
export function Replays() {
  const words = useTranslations("supervision.hooks");
  const found = useQuery(replaysQuery);
  return (
    <Section title={words("history")}>
      <Loaded query={found}>
        {({ data }) =>
          data.length ? (
            <ul className="border-t border-line">
              {data.map((one) => (
                <Line key={one.replay_id} replay={one} />
              ))}
            </ul>
          ) : (
            <p className="px-4 pb-4 text-ink-soft">{words("historyNone")}</p>
          )
        }
      </Loaded>
    </Section>
  );
}

const WHICH = { one: "whichOne", failed: "whichFailed", all: "whichAll" } as const;

function Line({ replay }: { replay: Schemas["ReplayView"] }) {
  const words = useTranslations("supervision.hooks");
  const now = useNow();
  const sends = useTranslations("supervision.sends");
  const member = useMemberName(replay.ordered_by);
  const name = member ?? (replay.ordered_by ? sends("someone") : words("palabre"));
  const label = useChannelLabel(replay.channel_id);
  const past = replay.read + replay.failed;
  return (
    <li className="figures flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-2 last:border-b-0">
      <span className="font-medium">{words(WHICH[replay.which])}</span>
      {label ? <span className="text-[13px] text-ink-soft">{label}</span> : null}
      <span className="min-w-0 flex-1 basis-48 text-[13px] text-ink-soft">
        {words("progress", { done: past, marked: replay.marked })}, {words("added", { count: replay.added })},{" "}
        {words("failures", { count: replay.failed })}
      </span>
      {replay.done_at ? null : <Badge tone="accent">{words("ongoing")}</Badge>}
      <span className="text-xs text-ink-faint">
        {words("askedBy", { name, date: ago(new Date(replay.ordered_at), now) })}
      </span>
    </li>
  );
}
