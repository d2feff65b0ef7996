/** What the screen can be narrowed to, and the same in the words of the API. */
export const KINDS = {
  sensible: { sensitive: true },
  acces: { kinds: ["tenancy"] },
  conversations: { kinds: ["conversations"] },
  clients: { kinds: ["contacts"] },
  canaux: { kinds: ["channels"] },
  assistant: { kinds: ["assistant"] },
  exports: { kinds: ["audit"] },
} as const satisfies Readonly<Record<string, { sensitive?: boolean; kinds?: readonly string[] }>>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** What the address of the screen asks for. */
export interface JournalSearch {
  du?: string;
  au?: string;
  membre?: string;
  genre?: Kind;
  /** The request that the lines come from. */
  requete?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;

const matching = (value: unknown, form: RegExp): string | undefined =>
  typeof value === "string" && form.test(value) ? value : undefined;

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readJournal(search: Record<string, unknown>): JournalSearch {
  const [from, to] = [matching(search.du, DAY), matching(search.au, DAY)];
  return {
    du: from,
    au: from && to && to < from ? undefined : to,
    membre: matching(search.membre, ID),
    genre: KIND_NAMES.find((one) => one === search.genre),
    requete: matching(search.requete, ID),
  };
}
