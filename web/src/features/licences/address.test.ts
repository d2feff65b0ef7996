import { describe, expect, it } from "vitest";
import {
  filtersOf,
  isFiltered,
  monthFrom,
  readImport,
  readLicences,
  readMonth,
  sortedBy,
  sortOf,
} from "@/features/licences/address";

describe("the address of the licences", () => {
  it("says what is asked for", () => {
    const search = readLicences({ etat: "grace", formule: "premium", paiement: "virement", sous: 7 });
    expect(filtersOf(search)).toMatchObject({
      status: "grace_period",
      plan: "premium",
      payment_method: "transfer",
      expiring_within: 7,
    });
  });

  it("opens whatever was typed there", () => {
    const search = readLicences({
      etat: "toString",
      formule: 3,
      sous: 8,
      jour: "demain",
      import: "x",
      alerte: null,
      tri: "prix",
      inverse: "oui",
      recherche: ["a"],
    });
    expect(Object.values(search).filter((one) => one !== undefined)).toEqual([]);
  });

  it("takes what looks like a number for words", () => {
    expect(readLicences({ recherche: 4242 }).recherche).toBe("4242");
  });

  it("is sorted the other way round by the same column", () => {
    const once = sortedBy({ etat: "actives" }, "echeance");
    expect(sortOf(once)).toEqual({ sort: "expiry", order: "asc" });
    const twice = sortedBy(once, "echeance");
    expect(sortOf(twice)).toEqual({ sort: "expiry", order: "desc" });
    expect(sortOf(sortedBy(twice, "echeance"))).toEqual({ sort: "expiry", order: "asc" });
    expect(sortOf(sortedBy(twice, "connexion"))).toEqual({ sort: "check_in", order: "desc" });
    expect(sortOf({})).toEqual({ sort: "issued", order: "desc" });
  });

  it("is narrowed by what is no status and no order", () => {
    expect(isFiltered({ etat: "actives", tri: "email", inverse: true })).toBe(false);
    expect(isFiltered({ sous: 0 })).toBe(true);
  });
});

describe("a month", () => {
  it("is read when it is one", () => {
    expect(readMonth({ mois: "2026-12" })).toEqual({ mois: "2026-12" });
    for (const mois of ["2026-13", "1999-01", 202_612]) expect(readMonth({ mois }).mois).toBeUndefined();
  });

  it("has another before and after", () => {
    expect(monthFrom("2026-12", 1)).toBe("2027-01");
    expect(monthFrom("2026-01", -1)).toBe("2025-12");
  });
});

it("an import is looked at by its id", () => {
  const lot = "0d9f3c3e-5a51-4c58-9d5e-4f3f6e2b7f10";
  expect(readImport({ lot })).toEqual({ lot });
  expect(readImport({ lot: "../x" }).lot).toBeUndefined();
});
