import { Bot, Clock, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Conversation } from "@/features/conversations/filters";
import { STATUS_TONES } from "@/features/conversations/labels";
import { useMemberName } from "@/features/conversations/members";
import { useWindow } from "@/features/conversations/window";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/states";
import { brief, exact, left } from "@/words/moments";

/** One conversation of the list: who, what was said last and by whom, when, and what it waits for. */
export function Line({ line, now }: { line: Conversation; now: Date }) {
  const words = useTranslations();
  const at = new Date(line.last_message_at);
  return (
    <>
      <div className="flex items-baseline gap-2">
        <span className={`min-w-0 flex-1 truncate ${line.unread ? "font-semibold" : "font-medium"}`}>
          {line.contact_name || line.address || words("inbox.nameless")}
        </span>
        <WindowLeft line={line} now={now} />
        <time
          dateTime={line.last_message_at}
          title={exact(at)}
          className="figures shrink-0 text-xs text-ink-faint"
        >
          {brief(at, now)}
        </time>
      </div>
      <div className="mt-0.5 flex items-center gap-2">
        <p className={`min-w-0 flex-1 truncate text-[13px] ${line.unread ? "text-ink" : "text-ink-soft"}`}>
          <span className="text-ink-faint">{words(`author.${line.last_author}`)} : </span>
          {line.last_preview}
        </p>
        {line.unread ? (
          <span className="figures grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent">
            <span aria-hidden="true">{line.unread}</span>
            <span className="sr-only">{words("inbox.unreadCount", { count: line.unread })}</span>
          </span>
        ) : null}
        {line.status === "open" ? null : (
          <Badge tone={STATUS_TONES[line.status]}>{words(`status.${line.status}`)}</Badge>
        )}
        <OwnerMark line={line} />
      </div>
    </>
  );
}

function OwnerMark({ line }: { line: Conversation }) {
  const words = useTranslations("owner");
  const name = useMemberName(line.user_id);
  if (line.owner === "person" && name) return <Avatar name={name} size={20} />;
  const Icon = line.owner === "assistant" ? Bot : UserRound;
  return (
    <span title={words(line.owner)} className="text-ink-faint">
      <Icon size={16} aria-hidden="true" />
      <span className="sr-only">{words(line.owner)}</span>
    </span>
  );
}

const CLOSING_MS = 2 * 3600_000;

function WindowLeft({ line, now }: { line: Conversation; now: Date }) {
  const words = useTranslations("inbox");
  const window = useWindow(line, now);
  if (window.state !== "open" || window.leftMs > CLOSING_MS) return null;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-xs text-warning">
      <Clock size={12} aria-hidden="true" />
      {words("windowLeft", { left: left(window.leftMs) })}
    </span>
  );
}
