export type Style = "bold" | "italic" | "struck" | "mono" | "link" | "plain";

export interface Piece {
  text: string;
  style: Style;
}

const MARKS: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "struck", "`": "mono" };

// A mark opens before a letter and closes after one, on one line, as WhatsApp does it; an address is shown as one.
const STYLED =
  /(?<![\p{L}\p{N}])(?:```([^`]+)```|([*_~`])(?=\S)([^\n]*?\S)\2)(?![\p{L}\p{N}])|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/gu;

/** What WhatsApp would make of a text: pieces, each with one style. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const plain = (upTo: number) => {
    if (upTo > at) found.push({ text: text.slice(at, upTo), style: "plain" });
  };
  for (const match of text.matchAll(STYLED)) {
    const [whole, block, mark, marked, link] = match;
    plain(match.index);
    at = match.index + whole.length;
    if (block) found.push({ text: block, style: "mono" });
    else if (mark && marked) found.push({ text: marked, style: MARKS[mark] ?? "plain" });
    else if (link) found.push({ text: link, style: "link" });
  }
  plain(text.length);
  return found;
}
