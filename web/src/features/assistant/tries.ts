import type { Schemas } from "@/api/client";
import type { Entry } from "@/features/assistant/entries";
import type { Settings } from "@/features/assistant/settings-draft";

export type Simulated = Schemas["Simulated"];

/** A question that was tried, what came of it, and of what settings and FAQ. */
export interface Try {
  id: string;
  question: string;
  withModel: boolean;
  at: string;
  threshold: number;
  /** Differs as soon as a setting or the FAQ does. */
  stamp: string;
  result: Simulated;
}

const MOST = 8;

/** The tries with one more, the last first; the same question asked the same way is there once. */
export function withTry(tries: readonly Try[], one: Try): readonly Try[] {
  const same = (other: Try) => other.question === one.question && other.withModel === one.withModel;
  return [one, ...tries.filter((other) => !same(other))].slice(0, MOST);
}

/** What an answer depends on, in short. */
export function stampOf(settings: Settings | undefined, faqs: readonly Entry[] | undefined): string {
  const revisions = faqs?.map(({ faq_id, revision }) => `${faq_id}:${revision}`).sort();
  return hash(JSON.stringify([settings, revisions]));
}

/** FNV-1a, 32 bits: it only has to change when the text does. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(36);
}

const place = (userId: string) => `palabre.tries.${userId}`;

/** The tries of this session. */
export function readTries(userId: string): readonly Try[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(userId)) ?? "[]") as Try[];
    return kept.filter((one) => typeof one.question === "string" && typeof one.result.text === "string");
  } catch {
    return []; // what cannot be read was not tried
  }
}

export function keepTries(userId: string, tries: readonly Try[]): void {
  sessionStorage.setItem(place(userId), JSON.stringify(tries));
}
