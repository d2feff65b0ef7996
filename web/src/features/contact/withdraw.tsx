import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { Problem } from "@/api/problem";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

/** Notes that the client wants no more messages, and how they said so. */
export default function Withdraw({ contactId, close }: { contactId: string; close: () => void }) {
  const words = useTranslations("clientActs.withdraw");
  const states = useTranslations("states");
  const client = useQueryClient();
  const { tell } = useToasts();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const withdrawal = useMutation({
    mutationFn: () =>
      api.POST("/api/contacts/{contact_id}/withdraw-consent", {
        params: { path: { contact_id: contactId } },
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      tell(words("done"));
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.contact(contactId) }),
  });
  const refused = withdrawal.error instanceof Problem ? withdrawal.error.of("reason") : undefined;
  return (
    <Dialog title={words("title")} close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (reason.trim()) withdrawal.mutate();
        }}
      >
        <p className="text-ink-soft">{words("follows")}</p>
        <TextField
          label={words("reason")}
          placeholder={words("reasonExample")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={tried && !reason.trim() ? words("reasonMissing") : refused}
        />
        {withdrawal.error && !refused ? (
          <p role="alert" className="text-[13px] text-danger">
            {withdrawal.error.message}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onPress={close}>{states("cancel")}</Button>
          <Button type="submit" look="primary" isPending={withdrawal.isPending}>
            {words("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
