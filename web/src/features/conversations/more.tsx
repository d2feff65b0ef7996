import { Ellipsis } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { isOver } from "@/features/conversations/acts";
import type { Conversation } from "@/features/conversations/filters";
import { instant, type When } from "@/features/conversations/snoozing";
import type { Acting, PlainAct } from "@/features/conversations/use-act";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";

const SnoozeDialog = lazy(() => import("@/features/conversations/snooze"));
const EscalateDialog = lazy(() => import("@/features/conversations/escalate"));

const WHENS: readonly When[] = ["snoozeHour", "snoozeTomorrow", "snoozeWeek"];

/** All that may be done, each with what follows: what is at hand on a wide screen is here too on a narrow one. */
export default function MoreMenu({ conversation, act }: { conversation: Conversation; act: Acting }) {
  const words = useTranslations("acts");
  const desk = useTranslations("desk");
  const [asked, ask] = useState<"snooze" | "escalate">();
  const run = (plain: PlainAct) => act.mutate({ act: plain });
  const snooze = (when: When) => act.mutate({ act: "snooze", until: instant(when, new Date()) });
  return (
    <>
      <Menu
        label={words("more")}
        trigger={
          <IconButton label={words("more")}>
            <Ellipsis size={18} aria-hidden="true" />
          </IconButton>
        }
      >
        <Item act={isOver(conversation) ? "reopen" : "resolve"} run={run} />
        {conversation.status === "resolved" ? <Item act="close" run={run} /> : null}
        {conversation.owner === "assistant" ? null : <Item act="hand-back" run={run} />}
        <MenuItem onAction={() => ask("escalate")} textValue={words("handOver")}>
          <Two label={words("handOver")} follows={desk("follows.hand-over")} />
        </MenuItem>
        {conversation.snoozed_until ? (
          <Item act="unsnooze" run={run} />
        ) : (
          WHENS.map((when) => (
            <MenuItem key={when} onAction={() => snooze(when)}>
              {words(when)}
            </MenuItem>
          ))
        )}
        <MenuItem onAction={() => ask("snooze")}>{desk("snoozeUntil")}</MenuItem>
        <Item act={conversation.muted ? "unmute" : "mute"} run={run} />
      </Menu>
      <Suspense fallback={null}>
        {asked === "snooze" ? <SnoozeDialog act={act} close={() => ask(undefined)} /> : null}
        {asked === "escalate" ? (
          <EscalateDialog conversation={conversation} act={act} close={() => ask(undefined)} />
        ) : null}
      </Suspense>
    </>
  );
}

type Named = "resolve" | "reopen" | "close" | "hand-back" | "unsnooze" | "mute" | "unmute";
const LABELS = {
  resolve: "resolve",
  reopen: "reopen",
  close: "close",
  "hand-back": "handBack",
  unsnooze: "unsnooze",
  mute: "mute",
  unmute: "unmute",
} as const satisfies Record<Named, string>;

function Item({ act, run }: { act: Named; run: (act: PlainAct) => void }) {
  const words = useTranslations("acts");
  const follows = useTranslations("desk.follows");
  return (
    <MenuItem onAction={() => run(act)} textValue={words(LABELS[act])}>
      <Two label={words(LABELS[act])} follows={follows(act)} />
    </MenuItem>
  );
}

function Two({ label, follows }: { label: string; follows: string }) {
  return (
    <span className="max-w-72 py-1">
      {label}
      <span className="block text-xs text-ink-faint">{follows}</span>
    </span>
  );
}
