import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import type { Entry } from "@/features/assistant/entries";
import { FaqEditor } from "@/features/assistant/faq-editor";
import { FaqReading } from "@/features/assistant/faq-reading";
import { useNow } from "@/ui/use-now";
import { brief, exact } from "@/words/moments";

interface Props {
  entry: Entry;
  open: boolean;
  /** Whether a colleague removed it meanwhile. */
  gone: boolean;
  /** A variant to begin with. */
  text: string | undefined;
  remove: (entry: Entry) => void;
  close: () => void;
}

/** An entry: a line, or in its place the editor. */
export function FaqLine({ entry, open, gone, text, remove, close }: Props) {
  const may = useMay();
  if (!open) return <Line entry={entry} />;
  return may("assistant.configure") ? (
    <FaqEditor
      key={`${entry.faq_id}:${text}`}
      entry={entry}
      gone={gone}
      text={text}
      remove={remove}
      close={close}
    />
  ) : (
    <FaqReading entry={entry} close={close} />
  );
}

function Line({ entry }: { entry: Entry }) {
  const words = useTranslations("assistant.entries");
  const now = useNow();
  const at = new Date(entry.changed_at);
  return (
    <Link
      to="/assistant/faq"
      search={(now) => ({ ...now, question: entry.faq_id, texte: undefined })}
      id={`faq-${entry.faq_id}`}
      data-line
      resetScroll={false}
      className="block px-4 py-2.5 outline-offset-[-2px] hover:bg-hover md:px-6"
    >
      <span className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1 truncate font-medium max-sm:line-clamp-2 max-sm:whitespace-normal">
          {entry.question}
        </span>
        <span className="figures shrink-0 text-[13px] text-ink-faint">
          <span className="max-sm:hidden">
            {words("variants", { count: entry.variants.length })}
            <span aria-hidden="true"> · </span>
          </span>
          <time dateTime={entry.changed_at} title={exact(at)}>
            <span className="sr-only">{words("changed", { when: exact(at) })}</span>
            <span aria-hidden="true">{brief(at, now)}</span>
          </time>
        </span>
      </span>
      <span className="mt-0.5 block truncate text-ink-soft">{entry.answer}</span>
    </Link>
  );
}
