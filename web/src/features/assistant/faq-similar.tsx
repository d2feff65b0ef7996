import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { percent } from "@/features/assistant/figures";
import { similarQuery } from "@/features/assistant/queries";

const PAUSE_MS = 350;
const ALIKE = 0.6;

/** What was written, once the person pauses. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** The entries that answer the question already: two that compete answer worse than one. */
export function Similar({ question, except }: { question: string; except: string | undefined }) {
  const words = useTranslations("assistant.editor");
  const asked = usePaused(question.trim());
  const found = useQuery(similarQuery(asked.length > 3 ? asked : ""));
  const alike = asked.length > 3 ? found.data?.data : undefined;
  const others = alike?.filter(({ faq_id, score }) => score >= ALIKE && faq_id !== except) ?? [];
  return (
    <div role="status">
      {others.length ? (
        <div className="mt-2 rounded-md bg-note-soft px-3 py-2 text-[13px]">
          <p className="font-medium">{words("similar")}</p>
          <ul>
            {others.map((other) => (
              <li key={other.faq_id}>
                <Link
                  to="/assistant/faq"
                  search={(now) => ({ ...now, question: other.faq_id, texte: undefined })}
                  className="inline-flex min-h-6 items-center underline underline-offset-2 pointer-coarse:min-h-11"
                >
                  {words("similarOne", { percent: percent(other.score), question: other.question })}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
