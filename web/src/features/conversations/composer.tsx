import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { contactQuery } from "@/features/contact/queries";
import { Told, WhatIsAllowed, WhatTheyWant, WhoSpeaks } from "@/features/conversations/composer-says";
import { keepDraft, readDraft, rewritten } from "@/features/conversations/drafts";
import type { Conversation } from "@/features/conversations/filters";
import { Moved } from "@/features/conversations/moved";
import { movedSince, useReply } from "@/features/conversations/use-reply";
import { useFresh, useShown } from "@/features/conversations/use-shown";
import { readWindow } from "@/features/conversations/window";
import { Button } from "@/ui/button";
import { useKeys } from "@/ui/use-keys";
import { useNow } from "@/ui/use-now";

const MessagesLeft = lazy(() => import("@/features/plan/messages-left"));
const TemplatePicker = lazy(() => import("@/features/conversations/template-picker"));

export const LONGEST = 4096;

/** Where a person answers. It says who will be speaking and what WhatsApp allows, and never loses what was written. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const may = useMay();
  const words = useTranslations("desk");
  const contact = useQuery({ ...contactQuery(conversation.contact_id), enabled: may("contacts.read") }).data;
  if (!may("conversations.answer")) return null;
  if (contact?.erased)
    return <p className="border-t border-line bg-sunken px-4 py-3 text-ink-soft">{words("erasedContact")}</p>;
  return <Writing conversation={conversation} />;
}

function Writing({ conversation }: { conversation: Conversation }) {
  const id = conversation.conversation_id;
  const may = useMay();
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(() => readDraft(id));
  const [picking, pick] = useState(false);
  const reply = useReply(id, () => setDraft({ text: "", key: crypto.randomUUID() }));
  const window = readWindow(conversation, useNow(15_000));
  const fresh = useFresh(id);
  const seen = useShown(id).revision;
  const since = movedSince(reply.error);
  const closed = window.state === "closed";
  const tooLong = draft.text.length > LONGEST;
  const blocked = !fresh || seen === undefined || closed || tooLong || !draft.text.trim() || reply.isPending;
  useEffect(() => keepDraft(id, draft), [id, draft]);
  useKeys({ r: () => (closed ? pick(true) : box.current?.focus()) });
  const send = () => {
    if (!blocked) reply.mutate({ ...draft, seen });
  };
  return (
    <div className={`shrink-0 border-t border-line px-4 pt-2 pb-3 ${closed ? "bg-sunken" : ""}`}>
      <div className="mx-auto max-w-3xl">
        {since ? <Moved since={since} contactName={conversation.contact_name} /> : null}
        <div className="mb-1.5 flex flex-wrap items-center gap-x-3 text-[13px] text-ink-soft">
          <WhoSpeaks conversation={conversation} />
          <WhatIsAllowed window={window} />
          <WhatTheyWant contactId={conversation.contact_id} />
          {may("plan.read") ? (
            <Suspense fallback={null}>
              <MessagesLeft />
            </Suspense>
          ) : null}
        </div>
        {closed && !draft.text ? null : (
          <Box
            ref={box}
            text={draft.text}
            closed={closed}
            send={send}
            onChange={(text) => {
              setDraft(rewritten(draft, text));
              if (!since) reply.reset();
            }}
          />
        )}
        <div className="mt-1.5 flex items-center gap-2">
          <p id="composer-told" role="status" className="min-w-0 flex-1 text-[13px] text-ink-faint">
            <Told
              fresh={fresh}
              closed={closed}
              length={draft.text.length}
              error={since ? null : reply.error}
            />
          </p>
          <Buttons
            closed={closed}
            again={since !== undefined}
            blocked={blocked}
            send={send}
            pick={() => pick(true)}
          />
        </div>
      </div>
      {picking ? (
        <Suspense fallback={null}>
          <TemplatePicker conversation={conversation} fresh={fresh} close={() => pick(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

interface BoxProps {
  ref: RefObject<HTMLTextAreaElement | null>;
  text: string;
  closed: boolean;
  send: () => void;
  onChange: (text: string) => void;
}

/** The text. Ctrl + Enter sends, Escape gives the keys of the page back. */
function Box({ ref, text, closed, send, onChange }: BoxProps) {
  const words = useTranslations("composer");
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape") ref.current?.blur();
  };
  return (
    <textarea
      ref={ref}
      aria-label={words("label")}
      aria-describedby="composer-told"
      placeholder={words("placeholder")}
      rows={Math.min(8, Math.max(2, text.split("\n").length))}
      value={text}
      readOnly={closed}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={pressed}
      className="block min-h-11 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-2 text-base leading-normal placeholder:text-ink-faint read-only:bg-sunken read-only:text-ink-soft"
    />
  );
}

interface ButtonsProps {
  closed: boolean;
  again: boolean;
  blocked: boolean;
  send: () => void;
  pick: () => void;
}

/** A text or a template; outside the window, a template only. */
function Buttons({ closed, again, blocked, send, pick }: ButtonsProps) {
  const words = useTranslations("composer");
  const desk = useTranslations("desk");
  if (closed)
    return (
      <Button small look="primary" onPress={pick}>
        <LayoutTemplate size={16} aria-hidden="true" />
        {words("templates")}
      </Button>
    );
  return (
    <>
      <Button small look="quiet" onPress={pick}>
        <LayoutTemplate size={16} aria-hidden="true" />
        <span className="max-sm:sr-only">{desk("template.button")}</span>
      </Button>
      <Button small look="primary" onPress={send} isDisabled={blocked}>
        <SendHorizontal size={16} aria-hidden="true" />
        {again ? desk("moved.sendAnyway") : words("send")}
      </Button>
    </>
  );
}
