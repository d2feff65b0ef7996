import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { faultOf, Problem } from "@/api/problem";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { RadioBox } from "@/ui/radio-box";
import { Banner } from "@/ui/states";
import { useToasts } from "@/ui/toasts";

type Outcome = Schemas["Settlement"]["outcome"];
const OUTCOMES: readonly Outcome[] = ["sent", "not_sent", "send_again"];

interface Props {
  messageId: string;
  /** Reads again what shows the send; also after a colleague was faster. */
  refresh: () => Promise<unknown>;
  close: () => void;
  /** What one must know of the send to say. */
  children: ReactNode;
}

/** Says what became of a send that the provider never confirmed, and how one knows. */
export function SettleDialog({ messageId, refresh, close, children }: Props) {
  const words = useTranslations("desk.settle");
  const [outcome, choose] = useState<Outcome>();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const settling = useSettle(messageId, refresh, close);
  const { error } = settling;
  const late = error instanceof Problem && error.code === "SEND_SETTLED_MEANWHILE";
  const missing = tried && !reason.trim() ? words("reasonMissing") : undefined;
  const refused = faultOf(error, "reason");
  const submit = () => {
    setTried(true);
    if (outcome && reason.trim()) settling.mutate({ outcome, reason: reason.trim() });
  };
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={late ? undefined : words("submit")}
        isDisabled={!outcome || settling.isPending}
        error={late || refused ? undefined : error}
        submit={submit}
        close={close}
      >
        {children}
        <Outcomes outcome={outcome} choose={choose} />
        <TextField
          label={words("reason")}
          hint={words("reasonHint")}
          placeholder={words("reasonExample")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={missing ?? refused}
        />
        {late ? <Banner tone="warning">{words("meanwhile")}</Banner> : null}
      </DialogForm>
    </Dialog>
  );
}

interface OutcomesProps {
  outcome: Outcome | undefined;
  choose: (outcome: Outcome) => void;
}

/** None is chosen before a person says: nobody knows better. */
function Outcomes({ outcome, choose }: OutcomesProps) {
  const words = useTranslations("desk.settle");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{words("title")}</legend>
      {OUTCOMES.map((one) => (
        <RadioBox
          key={one}
          name="outcome"
          label={words(`what.${one}`)}
          hint={words(`follows.${one}`)}
          isRequired
          checked={outcome === one}
          onChange={() => choose(one)}
        />
      ))}
    </fieldset>
  );
}

function useSettle(messageId: string, refresh: () => Promise<unknown>, close: () => void) {
  const words = useTranslations("desk.settle");
  const { tell } = useToasts();
  return useMutation({
    mutationFn: (body: Schemas["Settlement"]) =>
      api.POST("/api/messages/{message_id}/settle", { params: { path: { message_id: messageId } }, body }),
    onSuccess: () => {
      tell(words("done"), "success");
      close();
    },
    onSettled: refresh,
  });
}
