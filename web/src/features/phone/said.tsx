import { Check, CheckCheck, CircleAlert, Clock, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Content } from "@/features/conversations/content";
import type { Pending, Saying } from "@/features/phone/pending";
import { exact, time } from "@/words/moments";

type Message = Schemas["MessageView"];
type Mark = "sending" | "sent" | "delivered" | "read";

const MARKS: Readonly<Record<Mark, LucideIcon>> = {
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
};
const OWN = "self-end bg-accent-soft rounded-br-sm";
const THEIRS = "self-start bg-surface border border-line rounded-bl-sm";

/** A message of the thread, seen from the other side: the customer's own on the right. */
export function Said({ message, isRead, them }: { message: Message; isRead: boolean; them: string }) {
  const words = useTranslations();
  const own = message.author === "contact";
  const reaction = own ? "" : message.reaction;
  return (
    <Balloon own={own} speaker={own ? words("phone.you") : them} at={message.at}>
      <Content message={message} />
      <Foot at={message.at} mark={own ? (isRead ? "read" : "delivered") : undefined}>
        {reaction ? (
          <span
            role="img"
            aria-label={words("thread.reaction", { emoji: reaction })}
            className="mr-auto text-base"
          >
            {reaction}
          </span>
        ) : null}
      </Foot>
    </Balloon>
  );
}

/** What is on its way, or did not leave. */
export function OnItsWay({
  pending,
  say,
}: {
  pending: Pending;
  say: (saying: Saying, again?: string) => void;
}) {
  const words = useTranslations("phone");
  const { saying, state, reason = "" } = pending;
  return (
    <Balloon own speaker={words("you")} at={pending.at}>
      <p className="break-words whitespace-pre-wrap">
        {saying.text ?? saying.choice?.title ?? words("location")}
      </p>
      {state === "failed" ? (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-[13px] text-danger">
          <CircleAlert size={15} aria-hidden="true" />
          {words("failed", { reason })}
          <button
            type="button"
            className="min-h-6 font-medium underline underline-offset-2 pointer-coarse:min-h-11"
            onClick={() => say(saying, pending.id)}
          >
            {words("retry")}
          </button>
        </p>
      ) : (
        <Foot at={pending.at} mark={state} />
      )}
    </Balloon>
  );
}

interface BalloonProps {
  own: boolean;
  speaker: string;
  at: string;
  children: React.ReactNode;
}

function Balloon({ own, speaker, children }: BalloonProps) {
  return (
    <li
      data-own={own}
      className={`max-w-[85%] rounded-2xl px-3 py-2 text-base leading-normal ${own ? OWN : THEIRS}`}
    >
      <span className="sr-only">{speaker}</span>
      {children}
    </li>
  );
}

function Foot({ at, mark, children }: { at: string; mark?: Mark; children?: React.ReactNode }) {
  const words = useTranslations("phone");
  const Icon = mark ? MARKS[mark] : undefined;
  const moment = new Date(at);
  return (
    <p className="mt-0.5 flex items-center justify-end gap-1 text-xs text-ink-soft">
      {children}
      <time dateTime={at} title={exact(moment)} className="figures">
        {time(moment)}
      </time>
      {mark && Icon ? (
        <span data-mark={mark} title={words(mark)} className={mark === "read" ? "text-accent" : ""}>
          <Icon size={15} aria-hidden="true" />
          <span className="sr-only">{words(mark)}</span>
        </span>
      ) : null}
    </p>
  );
}
