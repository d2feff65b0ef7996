import type { InfiniteData } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import type { Conversation } from "@/features/conversations/filters";

export type Pages = InfiniteData<Schemas["Listing_ConversationView_"], string | null>;

const older = (a: Conversation, b: Conversation): boolean =>
  a.last_message_at < b.last_message_at ||
  (a.last_message_at === b.last_message_at && a.conversation_id < b.conversation_id);

/**
 * The pages with one conversation as it is now: in its place by last activity, or gone. Nothing else moves, so that
 * ten thousand lines need not be asked for again when one changes.
 */
export function withConversation(
  pages: Pages,
  conversation: Conversation,
  belongs: boolean | undefined,
): Pages {
  const wasThere = pages.pages.some((page) => page.data.some((one) => same(one, conversation)));
  const without = pages.pages.map((page) => ({
    ...page,
    data: page.data.filter((one) => !same(one, conversation)),
  }));
  if (belongs === false || (belongs === undefined && !wasThere)) return { ...pages, pages: without };
  const place = without.findIndex((page, at) => {
    const last = page.data.at(-1);
    const isEnd = at === without.length - 1 && page.next_cursor == null;
    return isEnd || (last !== undefined && older(last, conversation));
  });
  if (place < 0) return { ...pages, pages: without }; // further down than what was loaded
  const inserted = without.map((page, at) =>
    at === place ? { ...page, data: insert(page.data, conversation) } : page,
  );
  return { ...pages, pages: inserted };
}

function insert(data: readonly Conversation[], conversation: Conversation): Conversation[] {
  const at = data.findIndex((one) => older(one, conversation));
  return at < 0 ? [...data, conversation] : [...data.slice(0, at), conversation, ...data.slice(at)];
}

function same(a: Conversation, b: Conversation): boolean {
  return a.conversation_id === b.conversation_id;
}

/** By how many places the lines in sight, from `first` to `last`, went down: most of them, whatever one did. */
export function shift(
  before: readonly Conversation[],
  after: readonly Conversation[],
  first: number,
  last: number,
): number {
  const places = new Map(after.map((line, at) => [line.conversation_id, at]));
  const moves = before
    .slice(first, last)
    .flatMap((line, at) => {
      const now = places.get(line.conversation_id);
      return now === undefined ? [] : [now - (first + at)];
    })
    .sort((a, b) => a - b);
  return moves[Math.floor(moves.length / 2)] ?? 0;
}
