import { describe, expect, it } from "vitest";
import { ago, brief, left } from "@/words/moments";

const now = new Date(2026, 10, 20, 14, 32);
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe("a moment is told as shortly as it can be understood", () => {
  it.each([
    [0, "à l'instant"],
    [3, "il y a 3 min"],
    [125, "12:27"],
    [60 * 24 * 3, "17 nov."],
    [60 * 24 * 400, "16 oct. 2025"],
  ])("%i minutes ago", (minutes, told) => {
    expect(brief(minutesAgo(minutes), now).replace(/[\u202f\u00a0]/g, " ")).toBe(told);
  });

  it("and an age whatever it is", () => {
    expect(ago(minutesAgo(125), now).replace(/[\u202f\u00a0]/g, " ")).toBe("il y a 2 h");
    expect(ago(minutesAgo(60 * 30), now)).toBe("hier");
  });

  it("and what is left of a delay", () => {
    expect([left(61_000), left(3_600_000), left(5_430_000), left(-5)]).toEqual([
      "2 min",
      "1 h",
      "1 h 31 min",
      "0 min",
    ]);
  });
});
