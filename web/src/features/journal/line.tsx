import { Link } from "@tanstack/react-router";
import {
  Bot,
  ChevronRight,
  Headset,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  Send,
  Settings,
} from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { clientOf } from "@/features/account/client";
import type { JournalSearch } from "@/features/journal/address";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/states";
import { exact, time } from "@/words/moments";

type JournalLine = Schemas["JournalLine"];

const ICONS: Readonly<Record<string, LucideIcon>> = {
  contact: MessageSquare,
  provider: Send,
  assistant: Bot,
  key: KeyRound,
  staff: Headset,
};
const KNOWN = ["user", "contact", "provider", "assistant", "system", "key", "staff"] as const;
const LINK = "inline-flex min-h-6 items-center text-accent underline pointer-coarse:min-h-11";

/** One fact: when, who, what; opened, from where and out of which request. */
export const Line = memo(function Line({ line, search }: { line: JournalLine; search: JournalSearch }) {
  const words = useTranslations("journal");
  const who = useActor(line);
  const at = new Date(line.recorded_at);
  return (
    <li className="border-b border-line last:border-b-0">
      <details data-fact={line.sequence} className="group">
        <summary className="grid min-h-11 cursor-default list-none grid-cols-[24px_minmax(0,1fr)_auto_16px] items-center gap-x-3 px-4 py-1.5 -outline-offset-2 hover:bg-hover sm:grid-cols-[56px_24px_minmax(0,11rem)_minmax(0,1fr)_auto_16px]">
          <time
            dateTime={line.recorded_at}
            title={exact(at)}
            className="figures text-xs text-ink-faint max-sm:col-start-3 max-sm:row-start-1 max-sm:justify-self-end"
          >
            {time(at)}
          </time>
          <span className="grid place-items-center max-sm:col-start-1 max-sm:row-span-2 max-sm:row-start-1">
            <Face line={line} who={who} />
          </span>
          <span className="truncate text-[13px] text-ink-soft max-sm:col-start-2 max-sm:row-start-2">
            {who}
          </span>
          <span className="min-w-0 text-pretty max-sm:col-start-2 max-sm:row-start-1 sm:truncate">
            {line.sentence}
            {line.about_name && !line.sentence.includes(line.about_name) ? (
              <span className="text-ink-soft"> · {words("about", { name: line.about_name })}</span>
            ) : null}
          </span>
          <span className="max-sm:col-start-3 max-sm:row-start-2 max-sm:justify-self-end">
            {line.sensitive && search.genre !== "sensible" ? (
              <Badge tone="warning">{words("sensitive")}</Badge>
            ) : null}
          </span>
          <ChevronRight
            size={16}
            aria-hidden="true"
            className="text-ink-faint transition-transform duration-100 group-open:rotate-90 max-sm:col-start-4 max-sm:row-span-2 max-sm:row-start-1"
          />
        </summary>
        <Opened line={line} search={search} />
      </details>
    </li>
  );
});

function useActor({ actor, actor_name }: JournalLine): string {
  const words = useTranslations("journal.by");
  const kind = KNOWN.find((one) => one === actor);
  return actor_name || (kind ? words(kind) : words("other", { kind: actor }));
}

function Face({ line, who }: { line: JournalLine; who: string }) {
  if (line.actor_name) return <Avatar name={who} size={24} />;
  const Icon = ICONS[line.actor] ?? Settings;
  return (
    <span aria-hidden="true" className="grid size-6 place-items-center rounded-full bg-sunken">
      <Icon size={13} className="text-ink-faint" />
    </span>
  );
}

function Opened({ line, search }: { line: JournalLine; search: JournalSearch }) {
  const words = useTranslations("journal");
  const [recorded, happened] = [exact(new Date(line.recorded_at)), exact(new Date(line.happened_at))];
  return (
    <div className="flex flex-col gap-3 bg-sunken px-4 py-3 text-[13px] sm:pl-[4.25rem]">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        <Told name={words("address")}>{line.ip ?? words(line.erased ? "erased" : "unknown")}</Told>
        <Told name={words("client")}>
          <Browser line={line} />
        </Told>
        <Told name={words("recorded")}>{recorded}</Told>
        {happened === recorded ? null : <Told name={words("happened")}>{happened}</Told>}
        <Told name={words("position")}>{line.sequence}</Told>
        <Told name={words("requestId")}>
          <code className="text-xs">{line.correlation_id}</code>
        </Told>
        <Told name={words("stream")}>
          <code className="text-xs">{line.stream_id}</code>
        </Told>
      </dl>
      <Ways line={line} search={search} />
    </div>
  );
}

function Told({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="figures [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** What it is, as far as people know it, and what it says of itself. */
function Browser({ line }: { line: JournalLine }) {
  const words = useTranslations("journal");
  if (!line.user_agent) return words(line.erased ? "erased" : "unknownClient");
  const { browser, system } = clientOf(line.user_agent);
  const known = [browser, system].filter(Boolean).join(" · ");
  return (
    <>
      {known ? <span className="block">{known}</span> : null}
      <span className={known ? "text-xs text-ink-faint" : ""}>{line.user_agent}</span>
    </>
  );
}

/** Where to go from there. */
function Ways({ line, search }: { line: JournalLine; search: JournalSearch }) {
  const words = useTranslations("journal");
  const may = useMay();
  return (
    <p className="flex flex-wrap gap-x-5">
      {line.conversation_id && may("conversations.read") ? (
        <Link to="/conversations/$id" params={{ id: line.conversation_id }} className={LINK}>
          {words("openConversation")}
        </Link>
      ) : null}
      {line.contact_id && may("contacts.read") ? (
        <Link to="/clients/$contactId" params={{ contactId: line.contact_id }} className={LINK}>
          {words("openClient")}
        </Link>
      ) : null}
      {search.requete ? null : (
        <Link to="/journal" search={{ requete: line.correlation_id }} className={LINK}>
          {words("sameRequest")}
        </Link>
      )}
    </p>
  );
}
