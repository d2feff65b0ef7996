import { useTranslations } from "use-intl";
import { useToasts } from "@/ui/toasts";

/** Puts a text where it can be pasted from, and says so; browsers may refuse it. */
export function useCopy(): (text: string) => Promise<void> {
  const words = useTranslations("states");
  const { tell } = useToasts();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      tell(words("copied"), "success");
    } catch {
      tell(words("notCopied"), "danger");
    }
  };
}
