import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Gathered } from "@/live/gathered";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("many facts in a row make one question, and the next ones another", () => {
  const said: unknown[] = [];
  const gathered = new Gathered((key) => said.push(key));
  for (let fact = 0; fact < 30; fact += 1) {
    gathered.add(["overview"]);
    vi.advanceTimersByTime(100);
  }
  expect(said).toEqual([["overview"]]);
  gathered.add(["waiting"]);
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual([["overview"], ["overview"], ["waiting"]]);
});

it("nothing is asked once it is stopped", () => {
  const said: unknown[] = [];
  const gathered = new Gathered((key) => said.push(key));
  gathered.add(["overview"]);
  gathered.stop();
  vi.runAllTimers();
  expect(said).toEqual([]);
});
