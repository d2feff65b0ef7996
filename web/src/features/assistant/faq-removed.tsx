import { Undo2, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Removal } from "@/features/assistant/use-faq";
import { Button, IconButton } from "@/ui/button";

/** What was just removed, for as long as one wants it back: no clock runs. */
export function Removed({ removal }: { removal: Removal }) {
  const words = useTranslations("assistant.entries");
  const { removed, putBack, puttingBack, forget } = removal;
  if (!removed) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-note-soft px-4 py-2 md:px-6">
      <p role="status" className="min-w-0 flex-1 basis-60">
        {words("removed", { question: removed.question })}
      </p>
      <Button small autoFocus onPress={putBack} isDisabled={puttingBack}>
        <Undo2 size={16} aria-hidden="true" />
        {words("putBack")}
      </Button>
      <IconButton label={words("forget")} onPress={forget}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
