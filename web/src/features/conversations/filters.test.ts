import { describe, expect, it } from "vitest";
import { belongs, type Conversation, readFilters } from "@/features/conversations/filters";

const now = new Date("2026-11-20T14:00:00Z");
const conversation = (changed: Partial<Conversation> = {}): Conversation => ({
  ...({ status: "open", owner: "person", user_id: "me", unread: 0, muted: false } as Conversation),
  snoozed_until: null,
  window_until: null,
  ...changed,
});
const fits = (changed: Partial<Conversation>, search: Record<string, unknown> = {}) =>
  belongs(conversation(changed), readFilters(search), "me", now);

describe("a conversation is in the list", () => {
  it("unless it sleeps, but for who asks for those, or searches", () => {
    const sleeps = { snoozed_until: "2026-11-21T08:00:00Z" };
    expect(fits(sleeps)).toBe(false);
    expect(fits(sleeps, { veille: true })).toBe(true);
    expect(fits({}, { veille: true })).toBe(false);
    expect(fits(sleeps, { recherche: "anne" })).toBeUndefined();
  });

  it("of windows that close, under two hours from the end and not after", () => {
    const closes = (at: string) => fits({ window_until: at }, { fenetre: "bientot" });
    expect([closes("2026-11-20T15:59:00Z"), closes("2026-11-20T16:01:00Z")]).toEqual([true, false]);
    expect([closes("2026-11-20T13:59:00Z"), fits({}, { fenetre: "bientot" })]).toEqual([false, false]);
  });

  it("of those that are mine, muted, unread, as asked", () => {
    expect(fits({ user_id: "other" }, { qui: "moi" })).toBe(false);
    expect(fits({ muted: true, unread: 2 }, { sourdine: true, nonLues: true, qui: "moi" })).toBe(true);
    expect(fits({ muted: false }, { sourdine: true })).toBe(false);
  });
});

describe("an address that somebody typed", () => {
  it("opens the screen whatever it says", () => {
    const read = readFilters({ statut: "nope", qui: 3, canal: "x", veille: "true", fenetre: "open" });
    expect(Object.values(read).every((value) => value === undefined)).toBe(true);
  });
});
