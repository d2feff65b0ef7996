import type { Conversation } from "@/features/conversations/filters";

export type Window = { state: "none" } | { state: "open"; leftMs: number } | { state: "closed" };

/** The 24-hour window of WhatsApp: how long a free text may still leave. */
export function useWindow(conversation: Conversation, now: Date): Window {
  if (!conversation.window_until) return conversation.window_open ? { state: "none" } : { state: "closed" };
  const leftMs = new Date(conversation.window_until).getTime() - now.getTime();
  return leftMs > 0 ? { state: "open", leftMs } : { state: "closed" };
}
