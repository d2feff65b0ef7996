import { beforeEach, describe, expect, it } from "vitest";
import {
  changed,
  cleaned,
  conflicts,
  dropDraft,
  keepDraft,
  merged,
  readDraft,
  type Settings,
} from "@/features/assistant/settings-draft";

const base: Settings = {
  automatic: true,
  threshold: 0.45,
  handover: "Une personne vous répond.",
  business: "Institut de beauté.",
  tone: "warm",
  manner: "",
  hours: [{ day: "monday", opens: "09:00", closes: "12:00" }],
  away: "",
  model_allowed: true,
  signature: "",
};

describe("what is not saved is told", () => {
  it("field by field, in the order of the screen", () => {
    expect(changed(base, { ...base, threshold: 0.6, automatic: false })).toEqual(["automatic", "threshold"]);
  });

  it("not for blanks, nor for the order of ranges, which the server does not keep", () => {
    const second = { day: "monday", opens: "14:00", closes: "18:00" } as const;
    const both = { ...base, hours: [...base.hours, second] };
    expect(changed(base, { ...base, business: " Institut de beauté.\n" })).toEqual([]);
    expect(changed(both, { ...both, hours: [...both.hours].reverse() })).toEqual([]);
    expect(cleaned({ ...base, signature: " Lumi " }).signature).toBe("Lumi");
  });
});

describe("a colleague saves meanwhile", () => {
  const wanted = { ...base, threshold: 0.6, tone: "concise" } as const;
  const theirs = { ...base, threshold: 0.3, tone: "concise", away: "Fermé." } as const;

  it("only what both changed otherwise is disputed", () => {
    expect(conflicts({ base, wanted }, theirs)).toEqual(["threshold"]);
  });

  it("theirs is taken, with mine on top", () => {
    const after = merged({ base, wanted }, theirs);
    expect(after.base).toEqual(theirs);
    expect(after.wanted).toMatchObject({ threshold: 0.6, tone: "concise", away: "Fermé." });
    expect(changed(after.base, after.wanted)).toEqual(["threshold"]);
  });
});

describe("what was not saved is kept", () => {
  beforeEach(() => sessionStorage.clear());

  it("for the person who wrote it, until it is saved or dropped", () => {
    const draft = { base, wanted: { ...base, away: "Fermé." } };
    keepDraft("sophie", draft);
    expect(readDraft("sophie")).toEqual(draft);
    expect(readDraft("marc")).toBeUndefined();
    keepDraft("sophie", { base, wanted: base });
    expect(readDraft("sophie")).toBeUndefined();
    keepDraft("sophie", draft);
    dropDraft("sophie");
    expect(readDraft("sophie")).toBeUndefined();
  });

  it("and what cannot be read is no draft", () => {
    sessionStorage.setItem("palabre.assistant.sophie", "{");
    expect(readDraft("sophie")).toBeUndefined();
    sessionStorage.setItem("palabre.assistant.sophie", '{"base":{},"wanted":{}}');
    expect(readDraft("sophie")).toBeUndefined();
  });
});
