import { useQuery } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay, useMe, useVisiting } from "@/app/me";
import { contactQuery } from "@/features/contact/queries";
import { LONGEST } from "@/features/conversations/composer";
import { CLOSING_MS, type Conversation } from "@/features/conversations/filters";
import { useMemberName } from "@/features/conversations/members";
import type { Window } from "@/features/conversations/window";
import { left, moment } from "@/words/moments";

/** Who the client will hear, and from whom the conversation is taken. */
export function WhoSpeaks({ conversation }: { conversation: Conversation }) {
  const words = useTranslations("composer");
  const me = useMe();
  const visiting = useVisiting();
  const member = useMemberName(conversation.user_id);
  if (visiting) return <p>{words("visitor")}</p>;
  if (conversation.owner === "assistant") return <p>{words("takesOver")}</p>;
  if (conversation.user_id === me.id) return <p>{words("yours")}</p>;
  return member ? <p>{words("takesOverFrom", { name: member })}</p> : null;
}

/** What WhatsApp lets through, until when, and why. */
export function WhatIsAllowed({ window }: { window: Window }) {
  const words = useTranslations("composer");
  const desk = useTranslations("desk");
  if (window.state === "none") return null;
  if (window.state === "closed") return <p className="py-1 text-warning">{words("windowClosed")}</p>;
  const closing = window.leftMs < CLOSING_MS;
  return (
    <p
      title={desk("windowWhy", { until: moment(window.until) })}
      className={`flex items-center gap-1 ${closing ? "text-warning" : "text-ink-faint"}`}
    >
      <Clock size={13} aria-hidden="true" />
      {words("window", { left: left(window.leftMs) })}
      <span className="sr-only">{desk("windowWhy", { until: moment(window.until) })}</span>
    </p>
  );
}

/** A refusal of the client's is told to who writes to them. */
export function WhatTheyWant({ contactId }: { contactId: string }) {
  const words = useTranslations("desk");
  const may = useMay();
  const { data } = useQuery({ ...contactQuery(contactId), enabled: may("contacts.read") });
  if (data?.consent !== "withdrawn") return null;
  return <p className="text-warning">{words("wantsNothing")}</p>;
}

interface ToldProps {
  fresh: boolean;
  closed: boolean;
  length: number;
  error: Error | null;
}

/** Why nothing can be sent, or how to send. */
export function Told({ fresh, closed, length, error }: ToldProps) {
  const words = useTranslations("composer");
  const desk = useTranslations("desk");
  if (!fresh) return <span className="text-warning">{words("stale")}</span>;
  if (closed) return length ? <span>{desk("draftKept")}</span> : null;
  if (length > LONGEST) return <span className="text-danger">{words("tooLong", { count: length })}</span>;
  if (error) return <span className="text-danger">{error.message}</span>;
  return <span className="pointer-coarse:hidden max-sm:hidden">{words("hint")}</span>;
}
