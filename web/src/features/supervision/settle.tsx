import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { said, type UncertainSend } from "@/features/supervision/uncertain";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { Banner } from "@/ui/states";
import { useToasts } from "@/ui/toasts";
import { exact } from "@/words/moments";

type Outcome = Schemas["Settlement"]["outcome"];
const OUTCOMES: readonly Outcome[] = ["sent", "not_sent", "send_again"];

/** Says what became of a send that the provider never confirmed. */
export default function Settle({ send, close }: { send: UncertainSend; close: () => void }) {
  const words = useTranslations();
  const [outcome, choose] = useState<Outcome>();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const settling = useSettle(send.message_id, close);
  const missing = tried && !reason.trim() ? words("supervision.sends.reasonMissing") : undefined;
  const submit = () => {
    setTried(true);
    if (outcome && reason.trim()) settling.mutate({ outcome, reason: reason.trim() });
  };
  return (
    <Dialog title={words("supervision.sends.settleTitle")} close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
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
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{words("supervision.sends.settleTitle")}</legend>
          {OUTCOMES.map((one) => (
            <label
              key={one}
              className="flex cursor-default gap-3 rounded-md border border-line p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="outcome"
                required
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={outcome === one}
                onChange={() => choose(one)}
              />
              <span>
                <span className="block font-medium">{words(`supervision.sends.what.${one}`)}</span>
                <span className="block text-[13px] text-pretty text-ink-soft">
                  {words(`supervision.sends.follows.${one}`)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextField
          label={words("supervision.sends.reason")}
          hint={words("supervision.sends.reasonHint")}
          placeholder={words("supervision.sends.reasonExample")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={missing ?? fault(settling.error, "reason")}
        />
        <End settling={settling} ready={outcome !== undefined} close={close} />
      </form>
    </Dialog>
  );
}

interface EndProps {
  settling: { error: Error | null; isPending: boolean };
  ready: boolean;
  close: () => void;
}

/** The acts, or what makes them useless: a colleague was faster. */
function End({ settling: { error, isPending }, ready, close }: EndProps) {
  const words = useTranslations();
  const late = error instanceof Problem && error.code === "SEND_SETTLED_MEANWHILE";
  return (
    <>
      {late ? <Banner tone="warning">{words("supervision.sends.meanwhile")}</Banner> : null}
      {error && !late && !fault(error, "reason") ? <Banner tone="danger">{error.message}</Banner> : null}
      <div className="flex justify-end gap-2">
        <Button onPress={close}>{words(late ? "states.close" : "states.cancel")}</Button>
        {late ? null : (
          <Button type="submit" look="primary" isDisabled={!ready || isPending}>
            {words("supervision.sends.settle")}
          </Button>
        )}
      </div>
    </>
  );
}

const fault = (error: Error | null, field: string) =>
  error instanceof Problem ? error.of(field) : undefined;

function useSettle(messageId: string, close: () => void) {
  const words = useTranslations("supervision.sends");
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: (body: Schemas["Settlement"]) =>
      api.POST("/api/messages/{message_id}/settle", { params: { path: { message_id: messageId } }, body }),
    onSuccess: () => {
      tell(words("settledToast"), "success");
      close();
    },
    // Also when a colleague was faster: the list must show what they said.
    onSettled: () => client.invalidateQueries({ queryKey: keys.supervision("sends") }),
  });
}
