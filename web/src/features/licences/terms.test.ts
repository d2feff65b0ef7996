import { describe, expect, it } from "vitest";
import { actsOn, centsIn, dayOf, daysIn, endOf, later, renewal, typedOf } from "@/features/licences/terms";

const at = (day: string) => new Date(`${day}T10:30`);

describe("a renewal", () => {
  const now = at("2026-11-25");

  it("counts from the end of a term that runs", () => {
    const { end, fault } = renewal(at("2026-12-01"), now, "now_if_expired", 30);
    expect(end).toEqual(at("2026-12-31"));
    expect(fault).toBeUndefined();
  });

  it("counts from now once the term is over, unless told otherwise", () => {
    expect(renewal(at("2026-11-01"), now, "now_if_expired", 30).end).toEqual(at("2026-12-25"));
    expect(renewal(at("2026-11-20"), now, "expiry", 30).end).toEqual(at("2026-12-20"));
  });

  it("is refused when it would be over already, or take time", () => {
    expect(renewal(at("2026-09-01"), now, "expiry", 30).fault).toBe("over");
    expect(renewal(at("2027-03-01"), now, "now", 30).fault).toBe("shorter");
  });
});

describe("days", () => {
  it("keep the time of the day", () => {
    expect(later(at("2026-03-28"), 2)).toEqual(at("2026-03-30"));
  });

  it("end at their last minute", () => {
    expect(endOf("2026-12-25")).toBe(new Date("2026-12-25T23:59").toISOString());
    expect(endOf("")).toBeNull();
    expect(dayOf(at("2026-02-03"))).toBe("2026-02-03");
  });

  it("are what is typed, when a term can have as many", () => {
    expect(daysIn(" 45 ")).toBe(45);
    for (const typed of ["", "0", "-3", "1,5", "3661", "abc"]) expect(daysIn(typed)).toBeUndefined();
  });
});

describe("an amount", () => {
  it("is read and written as it is typed here", () => {
    expect(centsIn("19")).toBe(1900);
    expect(centsIn("1 019,9")).toBe(101_990);
    expect(centsIn("19.05")).toBe(1905);
    for (const typed of ["", "-1", "19,999", "x"]) expect(centsIn(typed)).toBeUndefined();
    expect([1900, 1990, 0].map(typedOf)).toEqual(["19", "19,90", "0"]);
  });
});

describe("what may be done", () => {
  const all = () => true;

  it("is nothing once it is revoked", () => {
    expect(actsOn({ status: "revoked" }, all)).toEqual([]);
  });

  it("is to reinstate what is suspended, and no other plan for what is expired", () => {
    expect(actsOn({ status: "suspended" }, all)).toContain("reinstate");
    expect(actsOn({ status: "suspended" }, all)).not.toContain("suspend");
    expect(actsOn({ status: "expired" }, all)).not.toContain("changePlan");
  });

  it("is what the person may do", () => {
    expect(actsOn({ status: "active" }, (one) => one === "licences.update")).not.toContain("revoke");
    expect(actsOn({ status: "active" }, () => false)).toEqual([]);
  });
});
