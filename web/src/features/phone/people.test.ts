import { afterEach, describe, expect, it } from "vitest";
import {
  inventedNumber,
  keepTyped,
  PEOPLE,
  personOf,
  readNumber,
  readTyped,
  shownNumber,
} from "@/features/phone/people";

afterEach(() => sessionStorage.clear());

describe("the person who is played", () => {
  const ines = { name: "Inès", number: "+33639980001" };

  it("is the one of the address, else the one who was typed, else the first", () => {
    expect(personOf("leila", ines).name).toBe("Leïla Haddou");
    expect(personOf(undefined, ines)).toBe(ines);
    expect(personOf("nobody", ines)).toBe(PEOPLE[0]);
    expect(personOf(undefined, undefined)).toBe(PEOPLE[0]);
  });

  it("is remembered when they were typed", () => {
    keepTyped(ines);
    expect(readTyped()).toEqual(ines);
  });

  it.each(["", "{", "null", '{"name":"x","number":"abc"}', '{"name":"x"}'])("is nobody in %j", (kept) => {
    sessionStorage.setItem("palabre.phone", kept);
    expect(readTyped()).toBeUndefined();
  });
});

describe("a number", () => {
  it.each([
    ["06 39 98 09 10", "+33639980910"],
    ["+33 6.39.98.09.10", "+33639980910"],
    ["0033639980910", "+33639980910"],
    ["221771234567", "+221771234567"],
    ["12345", undefined],
    ["le mien", undefined],
  ])("%s is read as %s", (typed, read) => expect(readNumber(typed)).toBe(read));

  it("is shown by pairs", () => {
    expect(shownNumber("+33639980910")).toBe("+33 6 39 98 09 10");
    expect(shownNumber("+221771234567")).toBe("+221771234567");
  });

  it("that is invented belongs to nobody", () => {
    expect(inventedNumber(() => 0.00071)).toBe("+33639980007");
  });
});
