import { useTranslations } from "use-intl";
import { number } from "@/features/assistant/figures";

/** How many characters are left, once that matters. */
export function Left({ text, longest, always = false }: { text: string; longest: number; always?: boolean }) {
  const words = useTranslations("assistant.form");
  const left = longest - text.length;
  if (left < 0) {
    return (
      <span className="figures font-medium text-danger">
        {words("over", { count: -left, shown: number(-left) })}
      </span>
    );
  }
  if (!always && left > longest / 5) return null;
  return <span className="figures">{words("left", { count: left, shown: number(left) })}</span>;
}
