import { useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { useCopy } from "@/ui/use-copy";
import { shortDay } from "@/words/moments";

interface Props {
  email: string;
  made: Schemas["LicenceMade"];
  close: () => void;
}

/** The key of what was just sold, to be given. */
export function KeyShown({ email, made, close }: Props) {
  const words = useTranslations("licences.made");
  const copy = useCopy();
  const navigate = useNavigate();
  const open = () =>
    void navigate({ to: "/licences/$licenceId", params: { licenceId: made.licence_id } }).then(close);
  return (
    <Dialog title={words("title")} close={close}>
      <div className="flex flex-col gap-4">
        <p className="text-pretty">{words("lead", { email, date: shortDay(new Date(made.expires_at)) })}</p>
        <output
          aria-label={words("key")}
          className="rounded-md border border-line bg-sunken p-4 text-center font-mono break-all select-all"
        >
          {made.key}
        </output>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={open}>{words("open")}</Button>
          <Button look="primary" autoFocus onPress={() => copy(made.key)}>
            {words("copy")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
