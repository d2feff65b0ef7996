import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useMay } from "@/app/me";
import type { Act } from "@/features/conversations/acts";
import type { Conversation } from "@/features/conversations/filters";
import { keys } from "@/live/cache-keys";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { useToasts } from "@/ui/toasts";

/** The rest of what may be done: what is at hand on a wide screen is here too on a narrow one. */
export default function MoreMenu({
  conversation,
  act,
}: {
  conversation: Conversation;
  act: (act: Act) => void;
}) {
  const words = useTranslations("acts");
  const may = useMay();
  const snooze = useSnooze(conversation);
  const over = conversation.status === "resolved" || conversation.status === "closed";
  if (!may("conversations.manage")) return null;
  return (
    <Menu
      label={words("more")}
      trigger={
        <IconButton label={words("more")}>
          <Ellipsis size={18} aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem onAction={() => act(over ? "reopen" : "resolve")}>
        {words(over ? "reopen" : "resolve")}
      </MenuItem>
      {conversation.status === "resolved" ? (
        <MenuItem onAction={() => act("close")}>{words("close")}</MenuItem>
      ) : null}
      {conversation.owner === "assistant" ? (
        <MenuItem onAction={() => act("hand-over")}>{words("handOver")}</MenuItem>
      ) : (
        <MenuItem onAction={() => act("hand-back")}>{words("handBack")}</MenuItem>
      )}
      {conversation.snoozed_until ? (
        <MenuItem onAction={() => act("unsnooze")}>{words("unsnooze")}</MenuItem>
      ) : (
        (["snoozeHour", "snoozeTomorrow", "snoozeWeek"] as const).map((when) => (
          <MenuItem key={when} onAction={() => snooze.mutate(instant(when, new Date()))}>
            {words(when)}
          </MenuItem>
        ))
      )}
      <MenuItem onAction={() => act(conversation.muted ? "unmute" : "mute")}>
        {words(conversation.muted ? "unmute" : "mute")}
      </MenuItem>
    </Menu>
  );
}

type When = "snoozeHour" | "snoozeTomorrow" | "snoozeWeek";

const DAYS: Readonly<Record<Exclude<When, "snoozeHour">, number>> = { snoozeTomorrow: 1, snoozeWeek: 7 };

/** In an hour, or at nine in the morning of the day. */
export function instant(when: When, now: Date): Date {
  if (when === "snoozeHour") return new Date(now.getTime() + 3_600_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + DAYS[when], 9);
}

function useSnooze(conversation: Conversation) {
  const client = useQueryClient();
  const { tell } = useToasts();
  const id = conversation.conversation_id;
  return useMutation({
    mutationFn: (until: Date) =>
      api.POST("/api/conversations/{conversation_id}/snooze", {
        params: { path: { conversation_id: id }, header: { "Palabre-Seen": conversation.revision } },
        body: { until: until.toISOString() },
      }),
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}
