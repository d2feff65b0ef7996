import { describe, expect, it } from "vitest";
import { type Message, type ThreadPages, withNewest } from "@/features/conversations/thread-pages";

const said = (sequence: number, status = "received"): Message =>
  ({ message_id: `m${sequence}`, sequence, status, at: new Date(sequence * 1000).toISOString() }) as Message;

const pages = (...loaded: number[][]): ThreadPages => ({
  pages: loaded.map((sequences, at) => ({
    data: sequences.map((one) => said(one)),
    next_cursor: at === loaded.length - 1 ? null : `c${at}`,
    stale: false,
    revision: at === 0 ? 10 : undefined,
    unread: undefined,
  })),
  pageParams: loaded.map(() => undefined),
});
const newest = (data: Message[], next_cursor: string | null = "more") => ({
  data,
  next_cursor,
  stale: false,
});
const ids = (found: ThreadPages | undefined) =>
  found?.pages.map((page) => page.data.map((one) => one.sequence));

describe("a thread kept in step", () => {
  it("takes new messages in at their place, and says what it shows", () => {
    const found = withNewest(pages([5, 4], [3, 2]), newest([said(7), said(6), said(5)]), [], 12);
    expect(ids(found)).toEqual([
      [7, 6, 5, 4],
      [3, 2],
    ]);
    expect(found?.pages[0]?.revision).toBe(12);
  });

  it("shows what became of messages, however far up", () => {
    const found = withNewest(pages([5], [2]), newest([said(5, "read")]), [said(2, "failed")], 11);
    expect(found?.pages.map((page) => page.data[0]?.status)).toEqual(["read", "failed"]);
  });

  it("asks for all again rather than hiding a gap", () => {
    expect(withNewest(pages([2, 1]), newest([said(9), said(8)]), [], 12)).toBeUndefined();
    expect(ids(withNewest(pages([]), newest([said(9)], null), [], 12))).toEqual([[9]]);
  });

  it("never goes back to what an older reading showed", () => {
    const before = pages([5]);
    expect(withNewest(before, newest([said(5, "queued")]), [], 9)).toBe(before);
  });
});
