import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { useCopy } from "@/ui/use-copy";

interface Props {
  name: string;
  text: string;
  close: () => void;
}

/** The key, this once: only who says that they have it leaves. */
export function Shown({ name, text, close }: Props) {
  const words = useTranslations("apiKeys");
  const copy = useCopy();
  const [kept, setKept] = useState(false);
  return (
    <Dialog title={words("shownTitle", { name })} held close={close}>
      <div className="flex flex-col gap-4">
        <p className="text-pretty">{words("shownLead")}</p>
        <output
          aria-label={words("shownKey")}
          className="rounded-md border border-line bg-sunken p-4 font-mono text-[13px] break-all select-all"
        >
          {text}
        </output>
        <div>
          <Button look="primary" autoFocus onPress={() => copy(text)}>
            {words("copy")}
          </Button>
        </div>
        <label className="flex items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={kept}
            onChange={(event) => setKept(event.target.checked)}
          />
          {words("kept")}
        </label>
        <div className="flex justify-end">
          <Button isDisabled={!kept} onPress={close}>
            {words("finish")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
