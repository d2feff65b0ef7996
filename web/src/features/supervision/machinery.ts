import { supervisionWords } from "@/features/supervision/words";

type Known = keyof typeof supervisionWords.machinery;

/** What a part of the machinery is called on the screens; one that is too new keeps its own name. */
export function named(name: string): string {
  return Object.hasOwn(supervisionWords.machinery, name) ? supervisionWords.machinery[name as Known] : name;
}
