import type { Schemas } from "@/api/client";

export type Conversation = Schemas["ConversationView"];
export type Status = Conversation["status"];
export type Owner = Conversation["owner"];

/** What the address of the screen asks for. Absent means all. */
export interface Filters {
  statut?: Status;
  qui?: Owner | "moi";
  nonLues?: true;
  recherche?: string;
}

const STATUSES: readonly string[] = ["new", "open", "waiting", "resolved", "closed"] satisfies Status[];
const OWNERS: readonly string[] = ["assistant", "person", "nobody", "moi"] satisfies NonNullable<
  Filters["qui"]
>[];

const among = <T extends string>(value: unknown, allowed: readonly string[]): T | undefined =>
  typeof value === "string" && allowed.includes(value) ? (value as T) : undefined;

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readFilters(search: Record<string, unknown>): Filters {
  return {
    statut: among<Status>(search.statut, STATUSES),
    qui: among<NonNullable<Filters["qui"]>>(search.qui, OWNERS),
    nonLues: search.nonLues === true ? true : undefined,
    recherche:
      typeof search.recherche === "string" && search.recherche ? search.recherche.slice(0, 200) : undefined,
  };
}

/** The same, in the words of the API. */
export function query({ statut, qui, nonLues, recherche }: Filters, me: string) {
  return {
    status: statut,
    owner: qui === "moi" ? undefined : qui,
    assignee: qui === "moi" ? me : undefined,
    unread: nonLues,
    search: recherche,
  };
}

/** Whether a conversation belongs in the list; undefined when only the server can tell. */
export function belongs(conversation: Conversation, filters: Filters, me: string): boolean | undefined {
  if (filters.statut && conversation.status !== filters.statut) return false;
  if (filters.qui === "moi" && conversation.user_id !== me) return false;
  if (filters.qui && filters.qui !== "moi" && conversation.owner !== filters.qui) return false;
  if (filters.nonLues && conversation.unread === 0) return false;
  return filters.recherche ? undefined : true;
}
