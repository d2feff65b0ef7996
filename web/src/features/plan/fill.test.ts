import { describe, expect, it } from "vitest";
import { fill, monthOf, share } from "@/features/plan/fill";

const gauge = (used: number, limit: number | null) => ({
  used,
  limit,
  remaining: limit === null ? null : Math.max(limit - used, 0),
});

describe("what is left of a plan", () => {
  it.each([
    [0, 10_000, "free"],
    [7_999, 10_000, "free"],
    [8_000, 10_000, "few"],
    [9_999, 10_000, "few"],
    [10_000, 10_000, "none"],
    [12_000, 10_000, "none"],
    [1_000_000, null, "free"],
    [0, 0, "none"],
  ])("%s of %s", (used, limit, told) => {
    expect(fill(gauge(used, limit))).toBe(told);
  });

  it("goes beyond the whole when a plan was lowered", () => {
    expect(share(gauge(4, 2))).toBe(2);
    expect(share(gauge(4, null))).toBe(0);
  });

  it("begins again where the organisation is, not where the screen is", () => {
    expect(monthOf("2026-12-01T00:00:00+01:00")).toBe("décembre");
    expect(monthOf("2027-01-01T00:00:00+14:00")).toBe("janvier");
  });
});
