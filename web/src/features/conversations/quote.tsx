import { useQuery } from "@tanstack/react-query";
import { Reply } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemberName } from "@/features/conversations/members";
import { messageQuery } from "@/features/conversations/queries";
import { inWords } from "@/features/conversations/said";
import type { Jump } from "@/features/conversations/use-jump";

/** The message that this one answers: a line of it, that leads there. */
export function Quote({ messageId, jump }: { messageId: string; jump: Jump }) {
  const words = useTranslations();
  const found = useQuery(messageQuery(messageId));
  const member = useMemberName(found.data?.user_id);
  if (found.isError) return null;
  const message = found.data;
  const said = message && (inWords(message.content) || words("desk.quoteWithoutWords"));
  return (
    <button
      type="button"
      onClick={() => jump(messageId)}
      className="mb-1.5 flex w-full items-start gap-1.5 rounded-md border-l-2 border-accent bg-page px-2 py-1 text-left text-[13px] text-ink-soft hover:bg-hover pointer-coarse:min-h-11"
    >
      <Reply size={14} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span className="min-w-0">
        <span className="block text-xs font-medium">
          {words("thread.replied")} {message ? (member ?? words(`author.${message.author}`)) : ""}
        </span>
        <span className="line-clamp-2 [overflow-wrap:anywhere]">{said ?? "…"}</span>
      </span>
    </button>
  );
}
