import { expect, it } from "vitest";
import { endOf, grouped } from "@/features/keys/scopes";

const right = (name: string, label: string, for_keys = true) => ({ name, label, for_keys });
const RIGHTS = [
  right("faxes.send", "Envoyer des fax"),
  right("conversations.read", "Lire les conversations"),
  right("messages.settle", "Régler un envoi incertain"),
  right("contacts.read", "Voir les clients"),
  right("contacts.erase", "Supprimer un client", false),
];
const ALL = RIGHTS.map(({ name }) => name);
const names = (groups: ReturnType<typeof grouped>) =>
  [...groups].map(([group, rights]) => [group, ...rights.map(({ name }) => name)]);

it("what a key may have is grouped by what it is about", () => {
  expect(names(grouped(RIGHTS, ALL, ""))).toEqual([
    ["conversations", "conversations.read", "messages.settle"],
    ["clients", "contacts.read"],
    ["others", "faxes.send"],
  ]);
});

it("nobody is offered what they do not have", () => {
  expect(names(grouped(RIGHTS, ["contacts.read", "contacts.erase"], ""))).toEqual([
    ["clients", "contacts.read"],
  ]);
});

it("words are found in any order, with or without accents", () => {
  expect(names(grouped(RIGHTS, ALL, "envoi REGLER"))).toEqual([["conversations", "messages.settle"]]);
  expect(names(grouped(RIGHTS, ALL, "licence"))).toEqual([]);
});

it("a key ends so many days from now, or never", () => {
  const now = new Date("2026-01-05T12:00:00Z");
  expect(endOf(30, now)).toBe("2026-02-04T12:00:00.000Z");
  expect(endOf(0, now)).toBeNull();
});
