import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { catchUp } from "@/features/conversations/catch-up";
import { SettleDialog } from "@/features/conversations/settle-dialog";
import type { Message } from "@/features/conversations/thread-pages";

/** Settles a send where it stands in its thread. */
export default function Settle({ message, close }: { message: Message; close: () => void }) {
  const words = useTranslations("desk.settle");
  const client = useQueryClient();
  return (
    <SettleDialog
      messageId={message.message_id}
      refresh={() => catchUp(client, message.conversation_id, [message.message_id]).catch(() => undefined)}
      close={close}
    >
      <p className="text-ink-soft">{words("lead")}</p>
    </SettleDialog>
  );
}
