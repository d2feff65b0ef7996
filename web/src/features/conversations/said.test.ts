import { describe, expect, it } from "vitest";
import { inWords, isLong } from "@/features/conversations/said";

describe("what a message says in one line", () => {
  it.each([
    [{ kind: "text", body: "Bonjour" }, "Bonjour"],
    [{ kind: "media", media: "image", caption: "", filename: "devis.pdf" }, "devis.pdf"],
    [{ kind: "contacts", names: ["Awa", "Léa"] }, "Awa, Léa"],
    [{ kind: "media", media: "audio", body: 3 }, ""],
    [null, ""],
  ])("%j", (content, told) => expect(inWords(content)).toBe(told));
});

describe("a text that is too long to be shown whole", () => {
  it("by its characters or by its lines", () => {
    expect([isLong("a".repeat(1_200)), isLong("a".repeat(1_201)), isLong("a\n".repeat(18))]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
