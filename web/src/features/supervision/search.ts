export const TABS = ["ensemble", "envois", "webhooks", "canaux"] as const;
export type Tab = (typeof TABS)[number];
const STATES = ["received", "read", "failed"] as const;

/** What the address of the screen asks for. */
export interface SupervisionSearch {
  onglet?: Tab;
  /** Of webhooks: their state, their channel, their days, and the one that is open. */
  etat?: (typeof STATES)[number];
  canal?: string;
  du?: string;
  au?: string;
  webhook?: number;
  /** Of uncertain sends: those that are settled. */
  tranches?: true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;

const matching = (value: unknown, form: RegExp): string | undefined =>
  typeof value === "string" && form.test(value) ? value : undefined;

/** Reads the address: whatever somebody typed there, the screen opens. */
export function readSupervision(search: Record<string, unknown>): SupervisionSearch {
  return {
    onglet: TABS.find((one) => one === search.onglet),
    etat: STATES.find((one) => one === search.etat),
    canal: matching(search.canal, ID),
    du: matching(search.du, DAY),
    au: matching(search.au, DAY),
    webhook: Number.isSafeInteger(search.webhook) ? Number(search.webhook) : undefined,
    tranches: search.tranches === true ? true : undefined,
  };
}
