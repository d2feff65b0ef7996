/** What the address of the FAQ says. Absent: nothing sought, nothing open. */
export interface FaqAddress {
  recherche?: string;
  /** The id of the entry that is open, or `nouvelle`. */
  question?: string;
  /** What to begin with: the question of a new entry, a variant of one that exists. */
  texte?: string;
}

export function readFaqAddress(search: Record<string, unknown>): FaqAddress {
  // The router reads what looks like a number or a word of JSON as such: a search may be « 2026 ».
  const text = (name: keyof FaqAddress, longest: number) => {
    const value = search[name];
    const read = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return read.slice(0, longest) || undefined;
  };
  return { recherche: text("recherche", 200), question: text("question", 36), texte: text("texte", 300) };
}
