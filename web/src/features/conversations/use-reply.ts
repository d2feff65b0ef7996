import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { catchUp } from "@/features/conversations/catch-up";
import { keys } from "@/live/cache-keys";

export type Happened = Schemas["SinceView"];

/** What others did meanwhile, when that is why an answer was refused. */
export function movedSince(error: Error | null): readonly Happened[] | undefined {
  if (!(error instanceof Problem) || error.code !== "CONVERSATION_MOVED") return undefined;
  return Array.isArray(error.body.since) ? (error.body.since as Happened[]) : [];
}

interface Sent {
  key: string;
  seen: number;
}

export interface SentText extends Sent {
  text: string;
}

export interface SentTemplate extends Sent {
  templateId: string;
  variables: Record<string, string>;
}

const headers = ({ key, seen }: Sent) => ({ "Idempotency-Key": key, "Palabre-Seen": seen });

/** Answers with a text. Refused or not, the thread is brought up to now: what is sent again is sent knowingly. */
export function useReply(conversationId: string, done: () => void) {
  return useSending(conversationId, done, (sent: SentText) =>
    data(
      api.POST("/api/conversations/{conversation_id}/messages", {
        params: { path: { conversation_id: conversationId }, header: headers(sent) },
        body: { text: sent.text },
      }),
    ),
  );
}

/** Answers with an approved template, filled in. */
export function useTemplateReply(conversationId: string, done: () => void) {
  return useSending(conversationId, done, (sent: SentTemplate) =>
    data(
      api.POST("/api/conversations/{conversation_id}/templates", {
        params: { path: { conversation_id: conversationId }, header: headers(sent) },
        body: { template_id: sent.templateId, variables: sent.variables },
      }),
    ),
  );
}

function useSending<S extends Sent>(
  conversationId: string,
  done: () => void,
  send: (sent: S) => Promise<unknown>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: done,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.notifications() });
      return catchUp(client, conversationId).catch(() => undefined); // the line is cut: the banner says so
    },
  });
}
