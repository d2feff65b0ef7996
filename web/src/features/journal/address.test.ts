import { describe, expect, it } from "vitest";
import { readJournal } from "@/features/journal/address";
import { asked } from "@/features/journal/queries";

const ID = "0d9f3c3e-5a51-4c58-9d5e-4f3f6e2b7f10";

describe("the address of the journal", () => {
  it("opens whatever was typed there", () => {
    const typed = { du: "hier", au: 3, membre: "Laura", genre: "tout", requete: null };
    expect(readJournal(typed)).toEqual({});
    expect(readJournal({ du: "2026-03-02", au: "2026-03-01" })).toEqual({ du: "2026-03-02" });
  });

  it("is asked in the words of the API, the last day in it", () => {
    const search = { du: "2026-03-01", au: "2026-03-01", membre: ID, genre: "acces" as const, requete: ID };
    expect(readJournal(search)).toEqual(search);
    const { since, until, ...rest } = asked(search);
    expect(new Date(until ?? "").getTime() - new Date(since ?? "").getTime()).toBe(24 * 3_600_000);
    expect(rest).toEqual({ kinds: ["tenancy"], actor_id: ID, correlation_id: ID });
    expect(asked({ genre: "sensible" })).toEqual({ sensitive: true });
  });
});
