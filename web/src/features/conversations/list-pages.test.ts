import { describe, expect, it } from "vitest";
import type { Conversation } from "@/features/conversations/filters";
import { type Pages, shift, withConversation } from "@/features/conversations/list-pages";

const line = (id: string, minute: number): Conversation =>
  ({
    conversation_id: id,
    last_message_at: `2026-11-20T14:${String(minute).padStart(2, "0")}:00Z`,
  }) as Conversation;

const pages = (...data: [Conversation[], string | null][]): Pages => ({
  pages: data.map(([lines, next_cursor]) => ({ data: lines, next_cursor, stale: false })),
  pageParams: data.map((_, at) => (at ? String(at) : null)),
});

const shown = (found: Pages) =>
  found.pages.map((page) => page.data.map((one) => one.conversation_id).join(""));

const loaded = pages([[line("a", 50), line("b", 40)], "1"], [[line("c", 30), line("d", 20)], "2"]);

describe("a conversation that changed", () => {
  it("comes first when it is the last one active", () => {
    expect(shown(withConversation(loaded, line("d", 59), true))).toEqual(["dab", "c"]);
  });

  it("keeps its place when nothing was said", () => {
    expect(shown(withConversation(loaded, line("c", 30), true))).toEqual(["ab", "cd"]);
  });

  it("appears when it is new", () => {
    expect(shown(withConversation(loaded, line("e", 45), true))).toEqual(["aeb", "cd"]);
  });

  it("leaves when it no longer belongs", () => {
    expect(shown(withConversation(loaded, line("b", 59), false))).toEqual(["a", "cd"]);
  });

  it("stays where only the server can tell, and is not added there", () => {
    expect(shown(withConversation(loaded, line("b", 59), undefined))).toEqual(["ba", "cd"]);
    expect(shown(withConversation(loaded, line("z", 59), undefined))).toEqual(["ab", "cd"]);
  });

  it("is left out when it is further down than what was loaded, and added at the very end", () => {
    expect(shown(withConversation(loaded, line("z", 1), true))).toEqual(["ab", "cd"]);
    expect(shown(withConversation(pages([[line("a", 50)], null]), line("z", 1), true))).toEqual(["az"]);
    expect(shown(withConversation(pages([[], null]), line("z", 1), true))).toEqual(["z"]);
  });
});

describe("what is being read keeps its place", () => {
  const lines = (ids: string) => [...ids].map((id) => line(id, 0));

  it("when a new line comes above it", () => {
    expect(shift(lines("abcdef"), lines("xabcdef"), 1, 4)).toBe(1);
  });

  it("when a line of further down goes to the top", () => {
    expect(shift(lines("abcdef"), lines("fabcde"), 1, 4)).toBe(1);
  });

  it("for most of the lines, when one of those that are read goes to the top", () => {
    expect(shift(lines("abcdef"), lines("cabdef"), 1, 6)).toBe(0);
  });

  it("when what is below changes, or when all of it went", () => {
    expect(shift(lines("abcdef"), lines("abcd"), 1, 4)).toBe(0);
    expect(shift(lines("abc"), lines("xyz"), 0, 3)).toBe(0);
  });
});
