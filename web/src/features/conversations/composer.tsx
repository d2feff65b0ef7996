import { useMutation, useQueryClient } from "@tanstack/react-query";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { useMay, useMe } from "@/app/me";
import { keepDraft, readDraft, rewritten } from "@/features/conversations/drafts";
import type { Conversation } from "@/features/conversations/filters";
import { useMemberName } from "@/features/conversations/members";
import { useWindow } from "@/features/conversations/window";
import { keys } from "@/live/cache-keys";
import { useConnection } from "@/live/provider";
import { Button } from "@/ui/button";
import { useKeys } from "@/ui/use-keys";
import { useNow } from "@/ui/use-now";
import { left } from "@/words/moments";

const LONGEST = 4096;

/** Where a person answers. It says who will be speaking and what WhatsApp allows, and never loses what was written. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const words = useTranslations("composer");
  const may = useMay();
  const id = conversation.conversation_id;
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(() => readDraft(id));
  const reply = useReply(id, () => setDraft({ text: "", key: crypto.randomUUID() }));
  const window = useWindow(conversation, useNow(15_000));
  const stale = useConnection().state === "lost";
  const tooLong = draft.text.length > LONGEST;
  const blocked = stale || tooLong || !draft.text.trim() || reply.isPending;
  useEffect(() => keepDraft(id, draft), [id, draft]);
  useKeys({ r: () => box.current?.focus() });
  if (!may("conversations.answer")) return null;
  if (window.state === "closed") return <Closed />;
  const send = () => {
    if (!blocked) reply.mutate(draft);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape") box.current?.blur();
  };
  return (
    <div className="shrink-0 border-t border-line px-4 pt-2 pb-3">
      <div className="mx-auto max-w-3xl">
        <p className="mb-1.5 flex flex-wrap gap-x-3 text-[13px] text-ink-soft">
          <WhoSpeaks conversation={conversation} />
          {window.state === "open" ? <span>{words("window", { left: left(window.leftMs) })}</span> : null}
        </p>
        <div className="flex items-end gap-2">
          <textarea
            ref={box}
            aria-label={words("label")}
            placeholder={words("placeholder")}
            rows={Math.min(8, Math.max(2, draft.text.split("\n").length))}
            value={draft.text}
            onChange={(event) => setDraft(rewritten(draft, event.target.value))}
            onKeyDown={pressed}
            className="min-h-11 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-2 text-base leading-normal placeholder:text-ink-faint"
          />
          <Button look="primary" onPress={send} isDisabled={blocked} aria-label={words("send")}>
            <SendHorizontal size={18} aria-hidden="true" />
            <span className="max-sm:hidden">{words("send")}</span>
          </Button>
        </div>
        <p role="status" className="mt-1 min-h-5 text-[13px] text-ink-faint">
          <Told stale={stale} tooLong={tooLong} length={draft.text.length} error={reply.error} />
        </p>
      </div>
    </div>
  );
}

function useReply(conversationId: string, done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      data(
        api.POST("/api/conversations/{conversation_id}/messages", {
          params: { path: { conversation_id: conversationId }, header: { "Idempotency-Key": key } },
          body: { text },
        }),
      ),
    onSuccess: () => {
      done();
      void client.invalidateQueries({ queryKey: keys.thread(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    },
  });
}

function WhoSpeaks({ conversation }: { conversation: Conversation }) {
  const words = useTranslations("composer");
  const me = useMe();
  const member = useMemberName(conversation.user_id);
  if (conversation.owner === "assistant") return <span>{words("takesOver")}</span>;
  if (conversation.user_id === me.id) return <span>{words("yours")}</span>;
  return member ? <span>{words("takesOverFrom", { name: member })}</span> : null;
}

interface ToldProps {
  stale: boolean;
  tooLong: boolean;
  length: number;
  error: Error | null;
}

function Told({ stale, tooLong, length, error }: ToldProps) {
  const words = useTranslations("composer");
  if (stale) return <span className="text-warning">{words("stale")}</span>;
  if (tooLong) return <span className="text-danger">{words("tooLong", { count: length })}</span>;
  if (error) return <span className="text-danger">{error.message}</span>;
  return <span className="pointer-coarse:hidden">{words("hint")}</span>;
}

function Closed() {
  const words = useTranslations("composer");
  return (
    <div className="shrink-0 border-t border-line bg-warning-soft px-4 py-3 text-warning">
      <p className="mx-auto max-w-3xl">{words("windowClosed")}</p>
    </div>
  );
}
