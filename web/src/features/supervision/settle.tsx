import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { SettleDialog } from "@/features/conversations/settle-dialog";
import { said, type UncertainSend } from "@/features/supervision/uncertain";
import { keys } from "@/live/cache-keys";
import { exact } from "@/words/moments";

/** Settles a send of the list: its thread is elsewhere, so what it says is shown again. */
export default function Settle({ send, close }: { send: UncertainSend; close: () => void }) {
  const words = useTranslations();
  const client = useQueryClient();
  return (
    <SettleDialog
      messageId={send.message_id}
      refresh={() => client.invalidateQueries({ queryKey: keys.supervision("sends") })}
      close={close}
    >
      <div>
        <p className="text-[13px] text-ink-faint">
          {words("supervision.sends.of", {
            name: send.contact_name || words("inbox.nameless"),
            date: exact(new Date(send.queued_at)),
          })}
        </p>
        <blockquote className="mt-1 max-h-32 overflow-y-auto border-l-2 border-line-strong pl-3 break-words whitespace-pre-wrap">
          {said(send.content) || words("thread.erased")}
        </blockquote>
      </div>
    </SettleDialog>
  );
}
