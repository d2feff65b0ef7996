import { BellOff, Bot, Clock, Moon, UserRound } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { CLOSING_MS, type Conversation } from "@/features/conversations/filters";
import { STATUS_TONES } from "@/features/conversations/labels";
import { useMemberName } from "@/features/conversations/members";
import { readWindow } from "@/features/conversations/window";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/states";
import { brief, exact, left, moment } from "@/words/moments";

/** One conversation of the list: who, what was said last and by whom, when, and what it waits for. */
export const Line = memo(function Line({ line, now }: { line: Conversation; now: Date }) {
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
      <div className="mt-0.5 flex items-center gap-1.5">
        <p className={`min-w-0 flex-1 truncate text-[13px] ${line.unread ? "text-ink" : "text-ink-soft"}`}>
          <LastAuthor line={line} />
          {line.last_preview}
        </p>
        <Marks line={line} />
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
});

/** Who spoke last: the first name of who has the conversation, when it is them. */
function LastAuthor({ line }: { line: Conversation }) {
  const words = useTranslations("author");
  const me = useMe();
  const member = useMemberName(line.user_id);
  const name = line.user_id === me.id ? words("you") : (member?.split(" ")[0] ?? words("user"));
  return (
    <span className="text-ink-faint">{line.last_author === "user" ? name : words(line.last_author)} : </span>
  );
}

function Marks({ line }: { line: Conversation }) {
  const words = useTranslations("desk");
  const until = line.snoozed_until ? moment(new Date(line.snoozed_until)) : "";
  return (
    <>
      {until ? (
        <span title={words("asleep", { until })} className="shrink-0 text-ink-faint">
          <Moon size={14} aria-hidden="true" />
          <span className="sr-only">{words("asleep", { until })}</span>
        </span>
      ) : null}
      {line.muted ? (
        <span title={words("muted")} className="shrink-0 text-ink-faint">
          <BellOff size={14} aria-hidden="true" />
          <span className="sr-only">{words("muted")}</span>
        </span>
      ) : null}
    </>
  );
}

function OwnerMark({ line }: { line: Conversation }) {
  const words = useTranslations("owner");
  const name = useMemberName(line.user_id);
  if (line.owner === "person" && name)
    return (
      <span className="shrink-0">
        <Avatar name={name} size={20} />
        <span className="sr-only">{name}</span>
      </span>
    );
  const Icon = line.owner === "assistant" ? Bot : UserRound;
  return (
    <span title={words(line.owner)} className="shrink-0 text-ink-faint">
      <Icon size={16} aria-hidden="true" />
      <span className="sr-only">{words(line.owner)}</span>
    </span>
  );
}

function WindowLeft({ line, now }: { line: Conversation; now: Date }) {
  const words = useTranslations("inbox");
  const window = readWindow(line, now);
  if (window.state !== "open" || window.leftMs > CLOSING_MS) return null;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-xs text-warning">
      <Clock size={12} aria-hidden="true" />
      {words("windowLeft", { left: left(window.leftMs) })}
    </span>
  );
}
