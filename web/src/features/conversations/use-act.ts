import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { catchUp } from "@/features/conversations/catch-up";
import type { Conversation } from "@/features/conversations/filters";
import { useShown } from "@/features/conversations/use-shown";
import { useToasts } from "@/ui/toasts";

export type PlainAct =
  | "take-over"
  | "hand-back"
  | "unassign"
  | "mute"
  | "unmute"
  | "unsnooze"
  | "resolve"
  | "reopen"
  | "close";

export type Act =
  | { act: PlainAct }
  | { act: "assign"; to: string }
  | { act: "snooze"; until: Date }
  | { act: "hand-over"; reason: Schemas["Escalation"]["reason"]; to?: string };

/** Asks for an act, saying what was on the screen: what others did meanwhile is told instead of being undone. */
export function useAct(conversation: Conversation) {
  const client = useQueryClient();
  const words = useTranslations("desk.done");
  const { tell } = useToasts();
  const id = conversation.conversation_id;
  const shown = useShown(id).revision ?? conversation.revision;
  return useMutation({
    mutationFn: (asked: Act) => {
      const params = { path: { conversation_id: id }, header: { "Palabre-Seen": shown } };
      if (asked.act === "assign")
        return api.POST("/api/conversations/{conversation_id}/assign", {
          params,
          body: { user_id: asked.to },
        });
      if (asked.act === "snooze")
        return api.POST("/api/conversations/{conversation_id}/snooze", {
          params,
          body: { until: asked.until.toISOString() },
        });
      if (asked.act === "hand-over")
        return api.POST("/api/conversations/{conversation_id}/hand-over", {
          params,
          body: { reason: asked.reason, user_id: asked.to ?? null },
        });
      return api.POST(`/api/conversations/{conversation_id}/${asked.act}`, { params });
    },
    onSuccess: (_, { act }) => tell(words(act)),
    onError: (error) => {
      const field = error instanceof Problem && error.of("until");
      tell(field || error.message, "danger");
    },
    onSettled: () => catchUp(client, id).catch(() => undefined), // the line is cut: the banner says so
  });
}

export type Acting = ReturnType<typeof useAct>;
