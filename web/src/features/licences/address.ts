import type { Licence, PaymentMethod, Plan, Status } from "@/features/licences/terms";

/** Words of the address, and the same in the words of the API. */
export const STATUS_WORDS = {
  actives: "active",
  grace: "grace_period",
  expirees: "expired",
  suspendues: "suspended",
  revoquees: "revoked",
} as const satisfies Readonly<Record<string, Status>>;
const PLAN_WORDS = {
  starter: "starter",
  premium: "premium",
  enterprise: "enterprise",
} as const satisfies Record<string, Plan>;
export const PAYMENT_WORDS = {
  stripe: "stripe",
  paypal: "paypal",
  virement: "transfer",
  offert: "courtesy",
} as const satisfies Record<string, PaymentMethod>;
export const ALERT_WORDS = { bientot: "expiring", ailleurs: "elsewhere", silence: "silent" } as const;
export const SORT_WORDS = { echeance: "expiry", email: "email", connexion: "check_in" } as const;
export const WITHIN = [0, 7, 30, 90] as const;

export type Sort = (typeof SORT_WORDS)[keyof typeof SORT_WORDS] | "issued";
/** The order in which each sort is usual. */
const USUAL = { issued: "desc", expiry: "asc", email: "asc", check_in: "desc" } as const;

/** What the address of the list asks for. */
export interface LicencesSearch {
  etat?: keyof typeof STATUS_WORDS;
  recherche?: string;
  formule?: keyof typeof PLAN_WORDS;
  paiement?: keyof typeof PAYMENT_WORDS;
  /** Active, and over within so many days. */
  sous?: number;
  /** Over that day. */
  jour?: string;
  import?: string;
  alerte?: keyof typeof ALERT_WORDS;
  tri?: keyof typeof SORT_WORDS;
  /** The other way round than usual. */
  inverse?: true;
}

const LONGEST = 320;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;

const among = <T extends object>(words: T, value: unknown): keyof T | undefined =>
  typeof value === "string" && Object.hasOwn(words, value) ? (value as keyof T) : undefined;
const matching = (value: unknown, form: RegExp): string | undefined =>
  typeof value === "string" && form.test(value) ? value : undefined;

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readLicences(search: Record<string, unknown>): LicencesSearch {
  // What looks like a number is read as one by the router.
  const words = ["string", "number"].includes(typeof search.recherche) ? String(search.recherche) : "";
  return {
    etat: among(STATUS_WORDS, search.etat),
    recherche: words.trim().slice(0, LONGEST) || undefined,
    formule: among(PLAN_WORDS, search.formule),
    paiement: among(PAYMENT_WORDS, search.paiement),
    sous: WITHIN.find((days) => days === search.sous),
    jour: matching(search.jour, DAY),
    import: matching(search.import, ID),
    alerte: among(ALERT_WORDS, search.alerte),
    tri: among(SORT_WORDS, search.tri),
    inverse: search.inverse === true ? true : undefined,
  };
}

/** What the list, its counts and its export are asked for. */
export function filtersOf({
  etat,
  recherche,
  formule,
  paiement,
  sous,
  jour,
  alerte,
  ...rest
}: LicencesSearch) {
  return {
    search: recherche,
    status: etat && STATUS_WORDS[etat],
    plan: formule && PLAN_WORDS[formule],
    payment_method: paiement && PAYMENT_WORDS[paiement],
    expiring_within: sous,
    ends_on: jour,
    import_id: rest.import,
    alert: alerte && ALERT_WORDS[alerte],
  };
}

/** How the list is sorted. */
export function sortOf({ tri, inverse }: LicencesSearch): { sort: Sort; order: "asc" | "desc" } {
  const sort = tri ? SORT_WORDS[tri] : "issued";
  const usual = USUAL[sort];
  return { sort, order: inverse ? (usual === "asc" ? "desc" : "asc") : usual };
}

/** The address once its list is sorted by a column: again by the same one, the other way round. */
export function sortedBy(search: LicencesSearch, tri: LicencesSearch["tri"]): LicencesSearch {
  const inverse = search.tri === tri && !search.inverse ? true : undefined;
  return { ...search, tri, inverse };
}

/** Whether fewer are shown than there are, the status apart. */
export const isFiltered = ({ etat: _, tri: __, inverse: ___, ...narrowing }: LicencesSearch): boolean =>
  Object.values(narrowing).some((one) => one !== undefined);

/** A month as in 2026-11, of the address. */
export const readMonth = (search: Record<string, unknown>): { mois?: string } => ({
  mois: matching(search.mois, /^20\d{2}-(0[1-9]|1[0-2])$/),
});

/** The month before or after. */
export function monthFrom(month: string, step: 1 | -1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = new Date(Date.UTC(year, number - 1 + step, 1));
  return at.toISOString().slice(0, 7);
}

/** The import that is looked at, of the address. */
export const readImport = (search: Record<string, unknown>): { lot?: string } => ({
  lot: matching(search.lot, ID),
});

/** How a licence is called: by whose it is. */
export const nameOf = ({ email }: Pick<Licence, "email">, erased: string): string => email || erased;
