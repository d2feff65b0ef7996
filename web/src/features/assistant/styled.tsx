import { pieces, type Style } from "@/features/assistant/whatsapp";

const LOOKS: Readonly<Record<Style, string>> = {
  bold: "font-semibold",
  italic: "italic",
  struck: "line-through",
  mono: "font-mono text-[0.9em]",
  link: "text-accent underline",
  plain: "",
};

/** A text as WhatsApp would show it. */
export function Styled({ text }: { text: string }) {
  return pieces(text).map(({ text: said, style }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
    <span key={at} className={LOOKS[style]}>
      {said}
    </span>
  ));
}
