import type { Conversation } from "@/features/conversations/filters";

const LONGEST_MS = 24 * 3_600_000; // the provider's clock may be a bit ahead of this one

export type Window = { state: "none" } | { state: "open"; leftMs: number; until: Date } | { state: "closed" };

/** The 24-hour window of WhatsApp: how long a free text may still leave. */
export function readWindow(conversation: Conversation, now: Date): Window {
  if (!conversation.window_until) return conversation.window_open ? { state: "none" } : { state: "closed" };
  const until = new Date(conversation.window_until);
  const leftMs = Math.min(LONGEST_MS, until.getTime() - now.getTime());
  return leftMs > 0 ? { state: "open", leftMs, until } : { state: "closed" };
}
