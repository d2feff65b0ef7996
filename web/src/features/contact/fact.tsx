import { Link } from "@tanstack/react-router";
import {
  Bot,
  KeyRound,
  LifeBuoy,
  type LucideIcon,
  MessageSquare,
  Send,
  Settings,
  UserRound,
} from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMemberName } from "@/features/conversations/members";
import { exact, time } from "@/words/moments";

type Line = Schemas["LineView"];
type Actor = "user" | "key" | "staff" | "contact" | "provider" | "assistant" | "system";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  user: UserRound,
  key: KeyRound,
  staff: LifeBuoy,
  contact: MessageSquare,
  provider: Send,
  assistant: Bot,
};

interface Props {
  line: Line;
  isTied: boolean;
  cause: (sequence: number) => void;
}

/** One fact: a line, and what it holds when it is opened. */
export const Fact = memo(function Fact({ line, isTied, cause }: Props) {
  const words = useTranslations("client");
  const member = useMemberName(line.actor_id);
  const Icon = ICONS[line.actor] ?? Settings;
  const actor = (line.actor in ICONS ? line.actor : "system") as Actor;
  const at = new Date(line.at);
  return (
    <li className="relative pl-8">
      {isTied ? (
        <span aria-hidden="true" className="absolute top-0 bottom-0 left-[11px] w-px bg-line" />
      ) : null}
      <span
        aria-hidden="true"
        className="absolute top-1 left-0 grid size-6 place-items-center rounded-full bg-sunken"
      >
        <Icon size={13} className="text-ink-faint" />
      </span>
      <details data-fact={line.sequence} className="group py-1">
        <summary className="flex cursor-default list-none gap-2 rounded py-0.5 text-[13px] hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center">
          <span className="min-w-0 flex-1">
            <span className="font-medium">{line.sentence}</span>
            <span className="text-ink-faint"> · {member ?? words(`by.${actor}`)}</span>
            {line.detail ? (
              <span className="block truncate text-ink-soft group-open:hidden">{line.detail}</span>
            ) : null}
          </span>
          <time dateTime={line.at} title={exact(at)} className="figures shrink-0 text-ink-faint">
            {time(at)}
          </time>
        </summary>
        <Opened line={line} cause={cause} />
      </details>
    </li>
  );
});

function Opened({ line, cause }: { line: Line; cause: (sequence: number) => void }) {
  const words = useTranslations("client");
  const story = useTranslations("story");
  const conversation = line.data.conversation_id;
  const { causation } = line;
  return (
    <div className="mt-1 mb-2 flex flex-col gap-1 rounded-md bg-sunken p-2.5 text-xs text-ink-soft">
      {line.detail ? (
        <p className="mb-1 text-[13px] whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
          {line.detail}
        </p>
      ) : null}
      <p className="figures">
        {words("position", { sequence: line.sequence })} · {exact(new Date(line.at))}
      </p>
      <p>{words("recorded", { date: exact(new Date(line.recorded_at)) })}</p>
      {causation === null ? null : (
        <p>
          <button
            type="button"
            className="min-h-6 text-accent underline pointer-coarse:min-h-11"
            onClick={() => cause(causation)}
          >
            {words("cause", { sequence: causation })}
          </button>
        </p>
      )}
      {typeof conversation === "string" ? (
        <Link
          to="/conversations/$id"
          params={{ id: conversation }}
          className="inline-flex min-h-6 items-center self-start text-accent underline pointer-coarse:min-h-11"
        >
          {story("open")}
        </Link>
      ) : null}
      <details>
        <summary className="min-h-6 rounded pointer-coarse:min-h-11">{story("data")}</summary>
        <pre className="mt-1 max-h-48 overflow-auto text-[11px] whitespace-pre-wrap [overflow-wrap:anywhere]">
          {JSON.stringify(line.data, null, 1)}
        </pre>
      </details>
    </div>
  );
}
