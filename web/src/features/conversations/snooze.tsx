import { useState } from "react";
import { useTranslations } from "use-intl";
import { fieldValue, instant, refusal } from "@/features/conversations/snoozing";
import type { Acting } from "@/features/conversations/use-act";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";

/** Until when exactly. The browser's own field: it is the one that phones and screen readers know best. */
export default function SnoozeDialog({ act, close }: { act: Acting; close: () => void }) {
  const words = useTranslations("desk");
  const [value, setValue] = useState(() => fieldValue(instant("snoozeTomorrow", new Date())));
  const [tried, setTried] = useState(false);
  const until = new Date(value);
  const refused = refusal(until, new Date());
  const submit = () => {
    setTried(true);
    if (!refused) act.mutate({ act: "snooze", until }, { onSuccess: close });
  };
  return (
    <Dialog title={words("snoozeTitle")} close={close}>
      <DialogForm act={words("snoozeDo")} isPending={act.isPending} submit={submit} close={close}>
        <p className="text-ink-soft">{words("follows.snooze")}</p>
        <label className="flex flex-col gap-1 text-[13px] font-medium text-ink-soft">
          {words("snoozeDate")}
          <input
            type="datetime-local"
            value={value}
            min={fieldValue(new Date())}
            onChange={(event) => setValue(event.target.value)}
            aria-invalid={tried && refused !== undefined}
            aria-describedby="snooze-refused"
            className="h-11 rounded-md border border-line-strong bg-surface px-3 text-base font-normal text-ink aria-invalid:border-danger"
          />
        </label>
        <p id="snooze-refused" role="status" className="-mt-3 min-h-5 text-[13px] text-danger">
          {tried && refused ? words(refused) : ""}
        </p>
      </DialogForm>
    </Dialog>
  );
}
