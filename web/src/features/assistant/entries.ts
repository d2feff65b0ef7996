import type { Schemas } from "@/api/client";

export type Entry = Schemas["FaqView"];

/** What is written of an entry. */
export interface Written {
  question: string;
  answer: string;
  variants: readonly string[];
}

/** As the server counts them. */
export const LIMITS = { question: 300, answer: 4096, variants: 20 } as const;

/** The address of the entry that is not there yet. */
export const NEW = "nouvelle";

export const EMPTY: Written = { question: "", answer: "", variants: [] };

/** Without case, accents and signs: as people search. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The entries that have every word of the search, wherever it is; those whose question has them come first. */
export function found(entries: readonly Entry[], search: string): Entry[] {
  const words = plain(search).split(" ").filter(Boolean);
  const has = (text: string) => words.every((word) => text.includes(word));
  const all = entries
    .map((entry) => ({ entry, title: plain(entry.question), text: plain(texts(entry).join(" ")) }))
    .filter(({ text }) => has(text));
  return [...all.filter(({ title }) => has(title)), ...all.filter(({ title }) => !has(title))].map(
    ({ entry }) => entry,
  );
}

const texts = ({ question, answer, variants }: Written): string[] => [question, ...variants, answer];

/** The variants with others: one per line, none twice, none that only repeats the question. */
export function withVariants(variants: readonly string[], text: string, question: string): readonly string[] {
  const known = new Set([question, ...variants].map(plain));
  const added: string[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (!plain(line) || known.has(plain(line))) continue;
    known.add(plain(line));
    added.push(line);
  }
  return added.length ? [...variants, ...added] : variants;
}

/** Whether the two say the same to the server. */
export function sameWritten(a: Written, b: Written): boolean {
  const said = (one: Written) => JSON.stringify(texts(one).map((text) => text.trim()));
  return said(a) === said(b);
}

export const written = ({ question, answer, variants }: Written): Written => ({ question, answer, variants });
