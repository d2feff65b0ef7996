import {
  Bot,
  Check,
  CheckCheck,
  CircleAlert,
  Clock,
  HelpCircle,
  type LucideIcon,
  UserRound,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMe } from "@/app/me";
import { Content } from "@/features/conversations/content";
import { useMemberName } from "@/features/conversations/members";
import { exact, time } from "@/words/moments";

type Message = Schemas["MessageView"];

const Why = lazy(() => import("@/features/conversations/why"));

const SIDES: Readonly<Record<Message["author"], string>> = {
  contact: "self-start bg-surface border border-line rounded-tl-sm",
  assistant: "self-end bg-assistant-soft rounded-tr-sm",
  user: "self-end bg-accent-soft rounded-tr-sm",
};

/** One message: the client on the left, ours on the right, the assistant and people told apart by word, icon and tint. */
export function Bubble({ message, follows }: { message: Message; follows: boolean }) {
  const words = useTranslations("thread");
  const at = new Date(message.at);
  return (
    <li
      data-author={message.author}
      className={`max-w-[85%] rounded-xl px-3 py-2 text-base leading-normal md:max-w-[70%] ${SIDES[message.author]} ${follows ? "" : "mt-2"}`}
    >
      {follows ? (
        <span className="sr-only">{<Speaker message={message} />}</span>
      ) : (
        <Speaker message={message} />
      )}
      <Content message={message} />
      <p className="mt-1 flex flex-wrap items-center justify-end gap-x-2 text-xs text-ink-faint">
        {message.answer ? <WhyThis messageId={message.message_id} /> : null}
        {message.reaction ? (
          <span role="img" aria-label={words("reaction", { emoji: message.reaction })} className="text-base">
            {message.reaction}
          </span>
        ) : null}
        <time dateTime={message.at} title={exact(at)} className="figures">
          {time(at)}
        </time>
        {message.author === "contact" ? null : <Delivery message={message} />}
      </p>
      <Trouble message={message} />
    </li>
  );
}

function Speaker({ message }: { message: Message }) {
  const words = useTranslations("author");
  const me = useMe();
  const member = useMemberName(message.user_id);
  if (message.author === "contact") return <span className="sr-only">{words("contact")}</span>;
  const Icon = message.author === "assistant" ? Bot : UserRound;
  const name = message.user_id === me.id ? words("you") : (member ?? words(message.author));
  return (
    <span className="mb-0.5 flex items-center gap-1 text-xs font-semibold text-ink-soft">
      <Icon size={14} aria-hidden="true" />
      {message.author === "assistant" ? words("assistant") : name}
    </span>
  );
}

const MARKS: Readonly<Record<string, LucideIcon>> = {
  queued: Clock,
  attempted: Clock,
  uncertain: HelpCircle,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  discarded: CircleAlert,
};

type Told = "queued" | "attempted" | "uncertain" | "sent" | "delivered" | "read" | "failed" | "discarded";

function Delivery({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const Mark = MARKS[message.status] ?? Clock;
  const told = words(message.status as Told);
  const tone =
    { read: "text-accent", failed: "text-danger", uncertain: "text-warning" }[message.status] ?? "";
  return (
    <span title={told} className={`inline-flex items-center ${tone}`} data-status={message.status}>
      <Mark size={15} aria-hidden="true" />
      <span className="sr-only">{told}</span>
    </span>
  );
}

/** Why it did not leave, in words: never by a colour alone. */
function Trouble({ message }: { message: Message }) {
  const words = useTranslations("thread");
  if (!["failed", "discarded", "uncertain"].includes(message.status)) return null;
  const tone = message.status === "failed" ? "text-danger" : "text-warning";
  return (
    <p className={`mt-1 text-[13px] ${tone}`}>
      {words(message.status as Told)}
      {message.reason ? ` : ${message.reason}` : ""}
    </p>
  );
}

function WhyThis({ messageId }: { messageId: string }) {
  const words = useTranslations("thread");
  const [shown, show] = useState(false);
  return (
    <>
      <button
        type="button"
        className="min-h-6 underline decoration-dotted underline-offset-2"
        onClick={() => show(true)}
      >
        {words("why")}
      </button>
      {shown ? (
        <Suspense fallback={null}>
          <Why messageId={messageId} close={() => show(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
