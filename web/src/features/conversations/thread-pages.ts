import type { InfiniteData } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import type { ThreadPage } from "@/features/conversations/queries";

export type Message = Schemas["MessageView"];
export type ThreadPages = InfiniteData<ThreadPage, string | undefined>;

const lastFirst = (a: Message, b: Message): number =>
  Date.parse(b.at) - Date.parse(a.at) || b.sequence - a.sequence;

/**
 * The pages of a thread with its newest messages as they are now, and `others` that changed further up. Undefined when
 * the newest do not reach those that were loaded: something in between is then missing, and all must be asked again.
 */
export function withNewest(
  pages: ThreadPages,
  newest: Schemas["Listing_MessageView_"],
  others: readonly Message[],
  revision: number,
): ThreadPages | undefined {
  const loaded = new Set(pages.pages.flatMap((page) => page.data.map((one) => one.message_id)));
  const reaches = newest.next_cursor == null || newest.data.some((one) => loaded.has(one.message_id));
  if (!reaches) return undefined;
  if ((pages.pages[0]?.revision ?? 0) > revision) return pages; // a reading that was overtaken
  const now = new Map([...newest.data, ...others].map((one) => [one.message_id, one]));
  const added = newest.data.filter((one) => !loaded.has(one.message_id));
  const changed = pages.pages.map((page, at) => {
    const data = page.data.map((one) => now.get(one.message_id) ?? one);
    return at === 0 ? { ...page, revision, data: [...added, ...data].sort(lastFirst) } : { ...page, data };
  });
  return { ...pages, pages: changed };
}
