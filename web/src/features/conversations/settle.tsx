import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { catchUp } from "@/features/conversations/catch-up";
import type { Message } from "@/features/conversations/thread-pages";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";

type Outcome = Schemas["Settlement"]["outcome"];
const OUTCOMES: readonly Outcome[] = ["sent", "not_sent", "send_again"];

/** Says what became of a send that the provider never confirmed, and how one knows. */
export default function Settle({ message, close }: { message: Message; close: () => void }) {
  const words = useTranslations("desk.settle");
  const states = useTranslations("states");
  const client = useQueryClient();
  const [outcome, choose] = useState<Outcome>("sent");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const settling = useMutation({
    mutationFn: () =>
      api.POST("/api/messages/{message_id}/settle", {
        params: { path: { message_id: message.message_id } },
        body: { outcome, reason: reason.trim() },
      }),
    onSuccess: close,
    onSettled: () => catchUp(client, message.conversation_id, [message.message_id]).catch(() => undefined),
  });
  const refused = settling.error instanceof Problem ? settling.error.of("reason") : undefined;
  const missing = tried && !reason.trim() ? words("reasonMissing") : undefined;
  return (
    <Dialog title={words("title")} close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (reason.trim()) settling.mutate();
        }}
      >
        <p className="text-ink-soft">{words("lead")}</p>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("outcome")}</legend>
          {OUTCOMES.map((one) => (
            <label
              key={one}
              className="flex items-start gap-2.5 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="outcome"
                checked={outcome === one}
                onChange={() => choose(one)}
                className="mt-0.5 size-4 accent-accent"
              />
              <span>
                <span className="font-medium">{words(`${one}.label`)}</span>
                <span className="block text-[13px] text-ink-soft">{words(`${one}.follows`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextField
          label={words("reason")}
          hint={words("reasonHint")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={missing ?? refused}
        />
        {settling.error && !refused ? (
          <p role="alert" className="text-[13px] text-danger">
            {settling.error.message}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onPress={close}>{states("cancel")}</Button>
          <Button type="submit" look="primary" isPending={settling.isPending}>
            {words("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
