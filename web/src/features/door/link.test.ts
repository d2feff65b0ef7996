import { describe, expect, it } from "vitest";
import { tokenOfLink } from "@/features/door/link";

describe("the token of a link", () => {
  it("is what follows the sign", () => {
    expect(tokenOfLink("#abc.def-_g")).toBe("abc.def-_g");
  });
  it("is nothing when there is none", () => {
    expect(tokenOfLink("")).toBe("");
    expect(tokenOfLink("#")).toBe("");
  });
});
