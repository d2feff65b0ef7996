import { Link } from "@tanstack/react-router";
import {
  AlarmClock,
  ClockAlert,
  LifeBuoy,
  type LucideIcon,
  MessageSquare,
  UserRoundPlus,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useNow } from "@/ui/use-now";
import { brief, exact } from "@/words/moments";

type Told = Schemas["NotificationView"];

const ICONS: Readonly<Record<Told["reason"], LucideIcon>> = {
  message: MessageSquare,
  late_message: ClockAlert,
  assigned: UserRoundPlus,
  escalated: LifeBuoy,
  woken: AlarmClock,
};

/** One thing the person is told of: it leads to the conversation. */
export function Notice({ notice, opened }: { notice: Told; opened: () => void }) {
  const words = useTranslations("notices");
  const now = useNow();
  const Icon = ICONS[notice.reason] ?? MessageSquare;
  const at = new Date(notice.at);
  const isNew = notice.seen_at === null;
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        to="/conversations/$id"
        params={{ id: notice.conversation_id }}
        onClick={opened}
        className={`flex min-h-14 items-start gap-3 px-4 py-2.5 outline-offset-[-2px] hover:bg-hover ${isNew ? "bg-accent-soft" : ""}`}
      >
        <Icon size={17} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-faint" />
        <span className="min-w-0 flex-1">
          <span className={`block truncate ${isNew ? "font-semibold" : ""}`}>
            {notice.contact_name || words("nameless")}
          </span>
          <span className="block text-[13px] text-ink-soft">{words(`reasons.${notice.reason}`)}</span>
        </span>
        <time dateTime={notice.at} title={exact(at)} className="figures shrink-0 text-xs text-ink-faint">
          {brief(at, now)}
        </time>
        {isNew ? <span className="sr-only">{words("unseen")}</span> : null}
      </Link>
    </li>
  );
}
