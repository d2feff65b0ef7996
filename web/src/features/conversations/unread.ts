import type { QueryClient } from "@tanstack/react-query";
import type { Conversation } from "@/features/conversations/filters";
import type { Pages } from "@/features/conversations/list-pages";
import type { Message } from "@/features/conversations/thread-pages";
import { keys } from "@/live/cache-keys";

/** How many messages were not read when the thread opens: what the list shows, before reading changes it. */
export function unreadAtOpening(client: QueryClient, id: string): number | undefined {
  const lists = client.getQueriesData<Pages>({ queryKey: keys.conversations() });
  for (const [, pages] of lists)
    for (const page of pages?.pages ?? []) {
      const line = page.data.find((one) => one.conversation_id === id);
      if (line) return line.unread;
    }
  return client.getQueryData<Conversation>(keys.conversation(id))?.unread;
}

/** The first of the last `unread` messages of the client. */
export function firstUnread(messages: readonly Message[], unread: number): string | undefined {
  const theirs = messages.filter((one) => one.author === "contact");
  return unread > 0 ? theirs.at(-Math.min(unread, theirs.length))?.message_id : undefined;
}
