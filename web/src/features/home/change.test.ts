import { describe, expect, it } from "vitest";
import { change } from "@/features/home/change";

const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

describe("a change is told in words", () => {
  it.each([
    [35, 38, "count", "8 % de moins", "neutral"],
    [40, 38, "count", "5 % de plus", "neutral"],
    [90, 36, "count", "2,5 fois plus", "neutral"],
    [38, 38, "count", "Stable", "neutral"],
    [0, 38, "count", "100 % de moins", "neutral"],
    [0.92, 1, "share", "8 points de moins", "bad"],
    [0.81, 0.8, "share", "1 point de plus", "good"],
    [0.801, 0.8, "share", "Stable", "neutral"],
    [2174, 2397, "delay", "9 % plus rapide", "good"],
    [3000, 2000, "delay", "50 % plus lent", "bad"],
  ] as const)("%s after %s (%s)", (now, before, kind, words, tone) => {
    const found = change(now, before, kind);
    expect([plain(found.words), found.tone]).toEqual([words, tone]);
  });

  it.each([
    [5, 0, "count"],
    [null, 0.9, "share"],
    [2000, null, "delay"],
  ] as const)("and so is that there is nothing to compare %s with %s", (now, before, kind) => {
    expect(change(now, before, kind)).toEqual({ sense: "none", tone: "neutral", words: "Rien à comparer" });
  });

  it("nothing after nothing is no news", () => {
    expect(change(0, 0, "count").words).toBe("Stable");
  });
});
