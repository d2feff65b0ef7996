import { expect, it } from "vitest";
import { readPlatform } from "@/features/platform/search";

it("words of a name are looked for, those that look like a number too, and no more than a hundred letters", () => {
  expect(readPlatform({ recherche: "salon" }).recherche).toBe("salon");
  expect(readPlatform({ recherche: 2000 }).recherche).toBe("2000");
  expect(readPlatform({ recherche: "x".repeat(200) }).recherche).toHaveLength(100);
  for (const recherche of ["", null, ["a"], {}])
    expect(readPlatform({ recherche }).recherche).toBeUndefined();
});

it("only a visit that is over is told", () => {
  expect(readPlatform({ visite: "terminee" }).visite).toBe("terminee");
  expect(readPlatform({ visite: "autre" }).visite).toBeUndefined();
});
