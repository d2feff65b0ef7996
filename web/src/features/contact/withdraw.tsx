import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

/** Notes that the client wants no more messages, and how they said so. */
export default function Withdraw({ contactId, close }: { contactId: string; close: () => void }) {
  const words = useTranslations("clientActs.withdraw");
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
  const refused = faultOf(withdrawal.error, "reason");
  const submit = () => {
    setTried(true);
    if (reason.trim()) withdrawal.mutate();
  };
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm act={words("submit")} isPending={withdrawal.isPending} submit={submit} close={close}>
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
      </DialogForm>
    </Dialog>
  );
}
