import { beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "@/features/assistant/entries";
import { keepTries, readTries, type Simulated, stampOf, type Try, withTry } from "@/features/assistant/tries";

const result = { text: "De 9 h à 19 h.", source: "faq", confidence: 0.9 } as Simulated;
const tried = (question: string, id = question, withModel = true): Try => ({
  id,
  question,
  withModel,
  at: "2026-11-20T14:32:00Z",
  threshold: 0.45,
  stamp: "",
  result,
});

describe("the last tries", () => {
  beforeEach(() => sessionStorage.clear());

  it("are the last eight, each question once", () => {
    let tries: readonly Try[] = [];
    for (const question of "abcdefghij") tries = withTry(tries, tried(question));
    expect(tries.map(({ question }) => question).join("")).toBe("jihgfedc");
    tries = withTry(tries, tried("f", "again"));
    expect(tries.map(({ id }) => id).slice(0, 2)).toEqual(["again", "j"]);
    expect(tries).toHaveLength(8);
  });

  it("tell a question with the model from one without", () => {
    expect(withTry([tried("a")], tried("a", "other", false))).toHaveLength(2);
  });

  it("are those of one person", () => {
    keepTries("sophie", [tried("a")]);
    expect(readTries("sophie")).toEqual([tried("a")]);
    expect(readTries("marc")).toEqual([]);
    sessionStorage.setItem("palabre.tries.marc", "[{}]");
    expect(readTries("marc")).toEqual([]);
  });
});

it("a try is old when the FAQ changed, whatever the order it comes in", () => {
  const entry = (faq_id: string, revision: number) => ({ faq_id, revision }) as Entry;
  const stamp = stampOf(undefined, [entry("a", 1), entry("b", 1)]);
  expect(stampOf(undefined, [entry("b", 1), entry("a", 1)])).toBe(stamp);
  expect(stampOf(undefined, [entry("a", 2), entry("b", 1)])).not.toBe(stamp);
  expect(stampOf(undefined, [entry("a", 1)])).not.toBe(stamp);
});
