import { Bot, UserRound } from "lucide-react";
import { lazy, memo, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { Content } from "@/features/conversations/content";
import { Delivery, Trouble } from "@/features/conversations/delivery";
import { useMemberName } from "@/features/conversations/members";
import { Quote } from "@/features/conversations/quote";
import type { Message } from "@/features/conversations/thread-pages";
import type { Jump } from "@/features/conversations/use-jump";
import { exact, time } from "@/words/moments";

const Why = lazy(() => import("@/features/conversations/why"));

const SIDES: Readonly<Record<Message["author"], string>> = {
  contact: "self-start bg-surface border border-line rounded-tl-sm",
  assistant: "self-end bg-assistant-soft rounded-tr-sm",
  user: "self-end bg-accent-soft rounded-tr-sm",
};

interface Props {
  message: Message;
  follows: boolean;
  jump: Jump;
}

/** One message: the client on the left, ours on the right, the assistant and people told apart by word, icon and tint. */
export const Bubble = memo(function Bubble({ message, follows, jump }: Props) {
  return (
    <li
      data-author={message.author}
      data-message={message.message_id}
      className={`max-w-[85%] rounded-xl px-3 py-2 text-base leading-normal [contain-intrinsic-size:auto_64px] [content-visibility:auto] data-[found]:outline-2 data-[found]:outline-offset-2 data-[found]:outline-accent md:max-w-[70%] ${SIDES[message.author]} ${follows ? "" : "mt-2"}`}
    >
      <Speaker message={message} quiet={follows} />
      {message.replies_to ? <Quote messageId={message.replies_to} jump={jump} /> : null}
      <Content message={message} />
      <Foot message={message} />
      <Trouble message={message} />
    </li>
  );
});

function Foot({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const at = new Date(message.at);
  return (
    <p className="mt-1 flex flex-wrap items-center justify-end gap-x-2 text-xs text-ink-faint">
      {message.answer ? <WhyThis messageId={message.message_id} /> : null}
      {message.reaction ? (
        <span role="img" aria-label={words("reaction", { emoji: message.reaction })} className="text-base">
          {message.reaction}
        </span>
      ) : null}
      {message.edited_at && !message.retracted_at ? (
        <span title={exact(new Date(message.edited_at))}>{words("edited")}</span>
      ) : null}
      <time dateTime={message.at} title={exact(at)} className="figures">
        {time(at)}
      </time>
      {message.author === "contact" ? null : <Delivery message={message} />}
    </p>
  );
}

/** Who speaks: shown when it changes, always told to who listens. */
function Speaker({ message, quiet }: { message: Message; quiet: boolean }) {
  const words = useTranslations("author");
  const me = useMe();
  const member = useMemberName(message.user_id);
  if (message.author === "contact") return <span className="sr-only">{words("contact")} : </span>;
  const Icon = message.author === "assistant" ? Bot : UserRound;
  const name = message.author === "assistant" ? words("assistant") : (member ?? words("user"));
  const told = message.user_id === me.id ? words("you") : name;
  if (quiet) return <span className="sr-only">{told} : </span>;
  return (
    <span className="mb-0.5 flex items-center gap-1 text-xs font-semibold text-ink-soft">
      <Icon size={14} aria-hidden="true" />
      {told}
    </span>
  );
}

function WhyThis({ messageId }: { messageId: string }) {
  const words = useTranslations("thread");
  const [shown, show] = useState(false);
  return (
    <>
      <button
        type="button"
        className="min-h-6 underline decoration-dotted underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
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
