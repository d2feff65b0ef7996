import { describe, expect, it } from "vitest";
import { fieldValue, instant, refusal } from "@/features/conversations/snoozing";

const now = new Date(2026, 11, 31, 22, 40);

describe("a conversation sleeps", () => {
  it("until the morning of the day that was meant, over the end of a year", () => {
    expect(fieldValue(instant("snoozeTomorrow", now))).toBe("2027-01-01T09:00");
    expect(fieldValue(instant("snoozeWeek", now))).toBe("2027-01-07T09:00");
    expect(fieldValue(instant("snoozeHour", now))).toBe("2026-12-31T23:40");
  });

  it("until a moment to come, within a year", () => {
    expect(refusal(new Date(""), now)).toBe("dateMissing");
    expect(refusal(now, now)).toBe("datePast");
    expect(refusal(new Date(2028, 0, 1), now)).toBe("dateFar");
    expect(refusal(new Date(2027, 5, 1), now)).toBeUndefined();
  });
});
