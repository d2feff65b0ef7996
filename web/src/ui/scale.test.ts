import { describe, expect, it } from "vitest";
import { nice, spread } from "@/ui/scale";

describe("an axis", () => {
  it.each([
    [0, 2],
    [1, 2],
    [3, 4],
    [7, 8],
    [11, 12],
    [14, 16],
    [45, 60],
    [110, 120],
    [900, 1000],
  ])("of values up to %i ends at %i", (value, top) => {
    expect(nice(value)).toBe(top);
  });
});

describe("labels", () => {
  it("stay where they are when nothing covers them", () => {
    expect(spread([10, 90, 50], 14, 100)).toEqual([10, 90, 50]);
  });

  it("move apart, and not below the axis", () => {
    expect(spread([98, 97, 99], 14, 100)).toEqual([86, 72, 100]);
  });
});
