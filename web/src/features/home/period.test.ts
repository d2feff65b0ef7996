import { describe, expect, it } from "vitest";
import { asked, dayIn, days, readHome } from "@/features/home/period";

describe("the address", () => {
  it("asks for a period, or for days", () => {
    expect(asked(readHome({}))).toEqual({ period: "7d" });
    expect(asked(readHome({ periode: "jour" }))).toEqual({ period: "today" });
    expect(asked(readHome({ periode: "30j", du: "2026-11-01", au: "2026-11-07" }))).toEqual({
      since: "2026-11-01",
      until: "2026-11-07",
    });
    expect(asked(readHome({ du: "2026-11-01" }))).toEqual({ since: "2026-11-01", until: "2026-11-01" });
  });

  it("may hold anything", () => {
    const typed = { periode: "siècle", du: "hier", au: 3, canal: "<b>", detail: "tout" };
    expect(Object.values(readHome(typed)).filter(Boolean)).toEqual([]);
    expect(readHome({ du: "2026-11-07", au: "2026-11-01" }).au).toBeUndefined();
  });
});

describe("days are those of the organisation", () => {
  it("whatever the hour here", () => {
    const at = new Date("2026-11-24T23:30:00Z");
    expect([dayIn("Europe/Paris", at), dayIn("America/Guadeloupe", at)]).toEqual([
      "2026-11-25",
      "2026-11-24",
    ]);
  });

  it.each([
    ["2026-11-11T00:00:00+01:00", "2026-11-17T09:00:00+01:00", "du 11 au 17 nov."],
    ["2026-10-28T00:00:00+01:00", "2026-11-17T00:00:00+01:00", "du 28 oct. au 16 nov."],
    ["2026-11-23T00:00:00+01:00", "2026-11-24T00:00:00+01:00", "le 23 nov."],
  ])("from %s to %s", (since, until, told) => {
    expect(days({ since, until }, "Europe/Paris").replace(/\u00a0/g, " ")).toBe(told);
  });
});
