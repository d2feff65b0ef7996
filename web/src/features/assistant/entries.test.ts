import { describe, expect, it } from "vitest";
import { type Entry, found, plain, sameWritten, withVariants } from "@/features/assistant/entries";

const entry = (faq_id: string, question: string, answer: string, variants: string[] = []): Entry => ({
  faq_id,
  question,
  answer,
  variants,
  revision: 1,
  changed_at: "2026-11-20T14:32:00Z",
});

const FAQ = [
  entry("hours", "Quels sont vos horaires ?", "De 9 h à 19 h."),
  entry("pay", "Quels moyens de paiement acceptez-vous ?", "La carte et les espèces.", ["Je peux régler ?"]),
  entry("gift", "Proposez-vous des cartes cadeaux ?", "Oui, dès 30 €."),
];
const ids = (search: string) => found(FAQ, search).map(({ faq_id }) => faq_id);

describe("the FAQ is searched", () => {
  it("without case, accents or signs", () => {
    expect(plain("Où est-ce, l'Été ? Cœur")).toBe("ou est ce l ete coeur");
    expect(ids("REGLER?")).toEqual(["pay"]);
  });

  it("in questions, other ways to ask and answers, questions first", () => {
    expect(ids("carte")).toEqual(["gift", "pay"]);
    expect(ids("carte especes")).toEqual(["pay"]);
    expect(ids("massage")).toEqual([]);
  });

  it("and nothing asked gives all, in their order", () =>
    expect(ids("  ")).toEqual(["hours", "pay", "gift"]));
});

describe("other ways to ask are added", () => {
  it("one per line, blanks left out", () => {
    expect(withVariants(["a"], "  b \n\nc", "q")).toEqual(["a", "b", "c"]);
  });

  it("not twice, and not when they only repeat the question", () => {
    const before = ["Vous ouvrez quand ?"];
    expect(withVariants(before, "vous ouvrez quand\nQuels horaires", "Quels horaires ?")).toBe(before);
  });
});

describe("an entry is unsaved", () => {
  const one = { question: "Q", answer: "A", variants: ["v"] };
  it("not for blanks around its texts", () => {
    expect(sameWritten(one, { ...one, answer: " A\n" })).toBe(true);
  });
  it("when a variant comes, goes or moves", () => {
    expect(sameWritten(one, { ...one, variants: [] })).toBe(false);
    expect(sameWritten({ ...one, variants: ["v", "w"] }, { ...one, variants: ["w", "v"] })).toBe(false);
  });
});
