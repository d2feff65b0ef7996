import { useTranslations } from "use-intl";
import type { Entry } from "@/features/assistant/entries";
import { Styled } from "@/features/assistant/styled";
import { Button } from "@/ui/button";

/** An entry, for who may only read. */
export function FaqReading({ entry, close }: { entry: Entry; close: () => void }) {
  const words = useTranslations("assistant.editor");
  return (
    <section aria-label={entry.question} className="border-l-2 border-accent bg-surface px-4 py-4 md:px-6">
      <div className="flex items-start gap-3">
        <h2 className="flex-1 text-base font-semibold">{entry.question}</h2>
        <Button small autoFocus onPress={close}>
          {words("close")}
        </Button>
      </div>
      <p className="mt-2 max-w-prose break-words whitespace-pre-wrap">
        <Styled text={entry.answer} />
      </p>
      {entry.variants.length ? (
        <>
          <h3 className="mt-4 text-[13px] font-medium text-ink-soft">{words("variants")}</h3>
          <ul className="mt-1 list-disc pl-5">
            {entry.variants.map((variant) => (
              <li key={variant}>{variant}</li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
