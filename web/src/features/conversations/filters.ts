import type { Schemas } from "@/api/client";

export type Conversation = Schemas["ConversationView"];
export type Status = Conversation["status"];
export type Owner = Conversation["owner"];

/** What the address of the screen asks for. Absent means all. */
export interface Filters {
  statut?: Status;
  qui?: Owner | "moi";
  nonLues?: true;
  /** Those that sleep: elsewhere they are hidden. */
  veille?: true;
  sourdine?: true;
  /** Those whose 24-hour window closes within two hours. */
  fenetre?: "bientot";
  canal?: string;
  recherche?: string;
}

export const CLOSING_MS = 2 * 3600_000;

const STATUSES: readonly string[] = ["new", "open", "waiting", "resolved", "closed"] satisfies Status[];
const OWNERS: readonly string[] = ["assistant", "person", "nobody", "moi"] satisfies NonNullable<
  Filters["qui"]
>[];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const among = <T extends string>(value: unknown, allowed: readonly string[]): T | undefined =>
  typeof value === "string" && allowed.includes(value) ? (value as T) : undefined;
const yes = (value: unknown): true | undefined => (value === true ? true : undefined);

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readFilters(search: Record<string, unknown>): Filters {
  return {
    statut: among<Status>(search.statut, STATUSES),
    qui: among<NonNullable<Filters["qui"]>>(search.qui, OWNERS),
    nonLues: yes(search.nonLues),
    veille: yes(search.veille),
    sourdine: yes(search.sourdine),
    fenetre: among<"bientot">(search.fenetre, ["bientot"]),
    canal: typeof search.canal === "string" && UUID.test(search.canal) ? search.canal : undefined,
    recherche:
      typeof search.recherche === "string" && search.recherche ? search.recherche.slice(0, 200) : undefined,
  };
}

/** The same, in the words of the API. */
export function query(filters: Filters, me: string) {
  const { statut, qui, nonLues, veille, sourdine, fenetre, canal, recherche } = filters;
  return {
    status: statut,
    owner: qui === "moi" ? undefined : qui,
    assignee: qui === "moi" ? me : undefined,
    unread: nonLues,
    snoozed: veille,
    muted: sourdine,
    window: fenetre ? ("closing" as const) : undefined,
    channel_id: canal,
    search: recherche,
  };
}

type Test = (conversation: Conversation, filters: Filters, me: string, now: Date) => boolean;

const TESTS: readonly Test[] = [
  ({ status }, { statut }) => !statut || status === statut,
  ({ user_id, owner }, { qui }, me) => !qui || (qui === "moi" ? user_id === me : owner === qui),
  ({ unread }, { nonLues }) => !nonLues || unread > 0,
  ({ muted }, { sourdine }) => !sourdine || muted,
  ({ channel_id }, { canal }) => !canal || channel_id === canal,
  ({ window_until }, { fenetre }, _, now) => !fenetre || isClosing(window_until, now),
  // Those that sleep are hidden, but for who asks for them, or searches.
  ({ snoozed_until }, { veille, recherche }) =>
    veille ? snoozed_until !== null : snoozed_until === null || Boolean(recherche),
];

/** Whether a conversation belongs in the list; undefined when only the server can tell. */
export function belongs(...asked: Parameters<Test>): boolean | undefined {
  if (!TESTS.every((test) => test(...asked))) return false;
  return asked[1].recherche ? undefined : true;
}

function isClosing(windowUntil: string | null, now: Date): boolean {
  if (!windowUntil) return false;
  const leftMs = Date.parse(windowUntil) - now.getTime();
  return leftMs > 0 && leftMs < CLOSING_MS;
}
