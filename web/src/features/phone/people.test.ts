import { afterEach, describe, expect, it } from "vitest";
import {
  inventedNumber,
  keepTyped,
  PEOPLE,
  personOf,
  readNumber,
  shownNumber,
} from "@/features/phone/people";

afterEach(() => sessionStorage.clear());

describe("the person who is played", () => {
  it("is the one of the address", () => {
    keepTyped({ name: "Inès", number: "+33639980001" });
    expect(personOf("leila").name).toBe("Leïla Haddou");
  });

  it("is the one who was typed, when the address names nobody", () => {
    keepTyped({ name: "Inès", number: "+33639980001" });
    expect(personOf(undefined)).toEqual({ name: "Inès", number: "+33639980001" });
  });

  it("is the first one, whatever was kept or asked for", () => {
    for (const kept of ["", "{", "null", '{"name":"x","number":"abc"}', '{"name":"x"}']) {
      sessionStorage.setItem("palabre.phone", kept);
      expect(personOf(undefined)).toBe(PEOPLE[0]);
    }
    expect(personOf("nobody")).toBe(PEOPLE[0]);
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
