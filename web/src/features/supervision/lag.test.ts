import { describe, expect, it } from "vitest";
import { lagOf } from "@/features/supervision/lag";
import { named } from "@/features/supervision/machinery";
import { readSupervision } from "@/features/supervision/search";

const idle = { state: "live", lag_facts: 0, lag_s: 0, error: "" };

describe("a lag", () => {
  it.each([
    [idle, "none", "success"],
    [{ ...idle, lag_facts: 3, lag_s: 0.4 }, "some", "success"],
    [{ ...idle, lag_facts: 40, lag_s: 12 }, "late", "warning"],
    [{ ...idle, lag_facts: 40, lag_s: 61 }, "late", "danger"],
    [{ ...idle, state: "building", lag_facts: 40, lag_s: 61 }, "building", "info"],
    [{ ...idle, error: "KeyError" }, "stopped", "danger"],
  ])("%o", (progress, word, tone) => {
    expect(lagOf(progress)).toEqual({ word, tone });
  });
});

it("the machinery has French names, and what is too new keeps its own", () => {
  expect([named("inbox"), named("licences"), named("toString")]).toEqual([
    "Liste des conversations",
    "licences",
    "toString",
  ]);
});

it("the address may hold anything", () => {
  const typed = { onglet: "x", etat: 3, canal: "'; --", du: "hier", webhook: 1.5, tranches: "oui" };
  expect(Object.values(readSupervision(typed)).filter(Boolean)).toEqual([]);
  expect(readSupervision({ onglet: "envois", webhook: 12, tranches: true })).toMatchObject({
    onglet: "envois",
    webhook: 12,
    tranches: true,
  });
});
