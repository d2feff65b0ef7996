type Known = Readonly<Record<string, unknown>>;

/** A text of a content, whatever was stored there. */
export const text = (content: Known, field: string): string => {
  const value = content[field];
  return typeof value === "string" ? value : "";
};

/** What a content says in one line; empty when it has no words. */
export function inWords(content: Known | null): string {
  if (!content) return "";
  const names = Array.isArray(content.names) ? content.names.join(", ") : "";
  return (
    ["body", "caption", "title", "name", "address", "filename", "detail"]
      .map((field) => text(content, field))
      .find(Boolean) ?? names
  );
}

const LONG = { characters: 1_200, lines: 18 };

/** Whether a text takes more room than a thread can give it. */
export const isLong = (said: string): boolean =>
  said.length > LONG.characters || said.split("\n").length > LONG.lines;
