import { expect, it } from "vitest";
import { isOpen } from "@/features/visit/queries";

it("a visit is open until it ends, by somebody or by itself", () => {
  const visit = { ended: "" as const, until: "2026-11-20T14:30:00Z" };
  expect(isOpen(visit, new Date("2026-11-20T14:29:59Z"))).toBe(true);
  expect(isOpen(visit, new Date("2026-11-20T14:30:00Z"))).toBe(false);
  expect(isOpen({ ...visit, ended: "left" }, new Date("2026-11-20T14:10:00Z"))).toBe(false);
});
