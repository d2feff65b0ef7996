import { useBlocker } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { session } from "@/api/session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

interface Props {
  /** Whether something would be lost. */
  unsaved: boolean;
  /** Called when the person leaves all the same. */
  drop?: () => void;
}

type Place = { pathname: string; search: { question?: string } };

/** Asks before what is not saved is left: by a link, the back button, or by closing the tab. */
export function Leaving({ unsaved, drop }: Props) {
  const words = useTranslations("assistant.leaving");
  const leaves = useCallback(
    ({ current, next }: { current: Place; next: Place }) => {
      const elsewhere =
        current.pathname !== next.pathname || current.search.question !== next.search.question;
      // A session that ended cannot stay.
      return unsaved && elsewhere && session.current() !== null;
    },
    [unsaved],
  );
  const blocker = useBlocker({
    shouldBlockFn: leaves as (places: unknown) => boolean,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  const leave = () => {
    drop?.();
    blocker.proceed();
  };
  return (
    <Dialog title={words("title")} close={blocker.reset}>
      <p>{words("sentence")}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="danger" onPress={leave}>
          {words("leave")}
        </Button>
        <Button look="primary" onPress={blocker.reset} autoFocus>
          {words("stay")}
        </Button>
      </div>
    </Dialog>
  );
}
