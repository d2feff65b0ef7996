import { describe, expect, it } from "vitest";
import {
  copied,
  covered,
  DAYS,
  type Day,
  ending,
  inOrder,
  openAt,
  overlapping,
  type Range,
  readTime,
  WORKDAYS,
  withRange,
} from "@/features/assistant/hours";

const range = (day: Day, opens: string, closes: string): Range => ({ day, opens, closes });

describe("a time is read as people write it", () => {
  it.each([
    ["9", "09:00"],
    ["9h", "09:00"],
    ["9 h 30", "09:30"],
    ["09:05", "09:05"],
    ["9.15", "09:15"],
    ["930", "09:30"],
    ["1945", "19:45"],
    ["24:00", "00:00"],
    ["midi", "12:00"],
    [" Minuit ", "00:00"],
  ])("%s", (written, read) => expect(readTime(written)).toBe(read));

  it.each(["", "25", "9:75", "24:30", "neuf", "12345", "-3"])("and « %s » is none", (written) =>
    expect(readTime(written)).toBeUndefined(),
  );
});

describe("ranges that overlap are found", () => {
  it("within a day, and not when one ends as the other begins", () => {
    expect([...overlapping([range("monday", "09:00", "12:00"), range("monday", "11:00", "15:00")])]).toEqual([
      0, 1,
    ]);
    expect(overlapping([range("monday", "09:00", "12:00"), range("monday", "12:00", "15:00")]).size).toBe(0);
  });

  it("over midnight, and over the turn of the week", () => {
    const night = [range("sunday", "20:00", "03:00"), range("monday", "02:00", "10:00")];
    expect(overlapping(night).size).toBe(2);
    expect(overlapping([range("sunday", "20:00", "02:00"), range("monday", "02:00", "10:00")]).size).toBe(0);
  });

  it("when a long one holds two that do not touch", () => {
    const long = [
      range("monday", "08:00", "20:00"),
      range("monday", "09:00", "10:00"),
      range("monday", "18:00", "19:00"),
    ];
    expect(overlapping(long).size).toBe(3);
  });

  it("not between whole days one after the other", () => {
    expect(overlapping(DAYS.map((day) => range(day, "00:00", "00:00"))).size).toBe(0);
  });
});

describe("a range says where it ends", () => {
  it.each([
    ["09:00", "18:00", "same"],
    ["18:00", "00:00", "same"],
    ["22:00", "03:00", "next"],
    ["00:00", "00:00", "whole"],
    ["08:00", "08:00", "around"],
  ])("%s to %s", (opens, closes, told) => expect(ending(range("friday", opens, closes))).toBe(told));
});

describe("the week is edited", () => {
  it("with a first range, then one after the pause", () => {
    const once = withRange([], "monday") ?? [];
    expect(once).toEqual([range("monday", "09:00", "18:00")]);
    expect(withRange(once, "monday")?.at(1)).toEqual(range("monday", "20:00", "00:00"));
  });

  it("until a day has no room left", () => {
    for (const full of [
      range("monday", "00:00", "00:00"),
      range("monday", "18:00", "02:00"),
      range("monday", "09:00", "22:30"),
    ])
      expect(withRange([full], "monday")).toBeUndefined();
  });

  it("by copying a day onto others, instead of what they had", () => {
    const week = [range("monday", "09:00", "12:00"), range("tuesday", "05:00", "06:00")];
    const after = copied(week, "monday", WORKDAYS);
    expect(after).toHaveLength(5);
    expect(after.every(({ opens, closes }) => opens === "09:00" && closes === "12:00")).toBe(true);
  });

  it("by copying a closed day too", () => {
    expect(copied([range("monday", "09:00", "12:00")], "sunday", ["monday"])).toEqual([]);
  });

  it("and kept in order", () => {
    const late = range("monday", "14:00", "18:00");
    const early = range("monday", "09:00", "12:00");
    const sunday = range("sunday", "00:00", "01:00");
    expect(inOrder([sunday, late, early])).toEqual([early, late, sunday]);
  });
});

describe("a day is covered", () => {
  it("by its ranges and by the night before, from Sunday to Monday too", () => {
    const week = [range("sunday", "18:00", "06:00"), range("monday", "12:00", "18:00")];
    expect(covered(week, "monday")).toEqual([
      { from: 0, to: 0.25 },
      { from: 0.5, to: 0.75 },
    ]);
    expect(covered(week, "sunday")).toEqual([{ from: 0.75, to: 1 }]);
  });
});

describe("what is open is told by the clock of the organisation", () => {
  const week = [range("friday", "22:00", "02:00")];
  it.each([
    ["2026-11-20T21:30:00Z", "Europe/Paris", true], // Friday, 22:30
    ["2026-11-20T21:30:00Z", "Europe/London", false], // Friday, 21:30
    ["2026-11-21T00:59:00Z", "Europe/Paris", true], // Saturday, 01:59
    ["2026-11-21T01:00:00Z", "Europe/Paris", false], // Saturday, 02:00
  ])("%s in %s", (at, zone, open) => expect(openAt(week, zone, new Date(at))).toBe(open));

  it("and is always so without ranges", () => expect(openAt([], "Europe/Paris", new Date())).toBe(true));
});
