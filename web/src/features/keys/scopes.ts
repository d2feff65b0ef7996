import type { Schemas } from "@/api/client";

type Permission = Pick<Schemas["PermissionView"], "name" | "label" | "for_keys">;

/** In the order in which they are shown: what programs are most often given comes first. */
const ORDER = [
  "conversations",
  "clients",
  "templates",
  "assistant",
  "channels",
  "team",
  "running",
  "others",
] as const;
export type Group = (typeof ORDER)[number];

/** What a permission is about, by the first word of its name. */
const GROUPS: Readonly<Record<string, Group>> = {
  conversations: "conversations",
  messages: "conversations",
  contacts: "clients",
  templates: "templates",
  assistant: "assistant",
  channels: "channels",
  simulator: "channels",
  members: "team",
  stats: "running",
  supervision: "running",
};

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** What a key may be given by somebody who has it, and what is searched for, by group in their order. */
export function grouped(
  permissions: readonly Permission[],
  mine: readonly string[],
  search: string,
): ReadonlyMap<Group, readonly Permission[]> {
  const words = plain(search).split(/\s+/);
  const found = permissions.filter(
    ({ name, label, for_keys }) =>
      for_keys && mine.includes(name) && words.every((word) => plain(`${label} ${name}`).includes(word)),
  );
  const of = (group: Group) =>
    found.filter(({ name }) => (GROUPS[name.split(".")[0] ?? ""] ?? "others") === group);
  return new Map(ORDER.map((group) => [group, of(group)] as const).filter(([, rights]) => rights.length > 0));
}

const DAY_MS = 86_400_000;

/** When a key of so many days ends; none for one that does not. */
export const endOf = (days: number, now: Date): string | null =>
  days ? new Date(now.getTime() + days * DAY_MS).toISOString() : null;
