import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";

interface Props {
  isNew: boolean;
  unsaved: boolean;
  saving: boolean;
  blocked: boolean;
  lost: boolean;
  save: () => void;
  close: () => void;
  remove: (() => void) | undefined;
}

/** What may be done with what is written. */
export function EditorActs({ isNew, unsaved, saving, blocked, lost, save, close, remove }: Props) {
  const words = useTranslations("assistant.editor");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="primary" onPress={save} isDisabled={blocked}>
        {words(saving ? "saving" : isNew ? "add" : "save")}
      </Button>
      <Button look="quiet" onPress={close} isDisabled={saving}>
        {words(unsaved ? "cancel" : "close")}
      </Button>
      <p
        role="status"
        className="min-w-0 flex-1 text-[13px] text-ink-faint max-sm:order-first max-sm:basis-full"
      >
        {lost ? (
          <span className="text-warning">{words("offline")}</span>
        ) : unsaved ? (
          <>
            <span className="text-warning">{words("unsaved")}</span>
            <span className="ml-2 pointer-coarse:hidden">{words("hint")}</span>
          </>
        ) : null}
      </p>
      {remove ? (
        <span className="ml-auto">
          <Button look="danger" onPress={remove} isDisabled={saving || lost}>
            <Trash2 size={16} aria-hidden="true" />
            {words("remove")}
          </Button>
        </span>
      ) : null}
    </div>
  );
}

/** A colleague wrote the same entry: what is here may not undo it without a word. */
export function EditorMoved({ reload, keep }: { reload: () => void; keep: () => void }) {
  const words = useTranslations("assistant.editor");
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-3 py-2">
      <p role="alert" className="min-w-0 flex-1 basis-48 text-[13px] text-warning">
        {words("moved")}
      </p>
      <Button small onPress={reload}>
        {words("reload")}
      </Button>
      <Button small onPress={keep}>
        {words("keepMine")}
      </Button>
    </div>
  );
}
