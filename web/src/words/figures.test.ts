import { describe, expect, it } from "vitest";
import { count, duration, money, percent } from "@/words/figures";

const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

describe("a figure is told in French", () => {
  it.each([
    [40, "0 s"],
    [2174, "2,2 s"],
    [42_400, "42 s"],
    [59_980, "1 min"],
    [200_000, "3 min 20 s"],
    [3_599_900, "1 h"],
    [3_900_000, "1 h 5 min"],
    [86_400_000 * 3 + 3_600_000 * 4, "3 j 4 h"],
    [null, "–"],
  ])("%s ms", (ms, told) => {
    expect(plain(duration(ms))).toBe(told);
  });

  it("as a share, which may go past one", () => {
    expect([percent(0.925), percent(1.2), percent(null)].map(plain)).toEqual(["93 %", "120 %", "–"]);
  });

  it("as an amount, whose cents are said when there are some", () => {
    expect([1900, 1990, 1_245_000].map((cents) => plain(money(cents, "EUR")))).toEqual([
      "19 €",
      "19,90 €",
      "12 450 €",
    ]);
  });

  it("as a number, with thin spaces", () => {
    expect(count(12_450)).toBe("12\u202f450");
  });
});
