import { useTranslations } from "use-intl";
import { Dialog } from "@/ui/dialog";

const KEYS = [
  ["J", "next"],
  ["K", "previous"],
  ["R", "reply"],
  ["E", "resolve"],
  ["A", "assign"],
  ["/", "search"],
  ["Ctrl + Entrée", "send"],
  ["?", "help"],
] as const;

/** What the keyboard does in conversations. */
export default function Shortcuts({ close }: { close: () => void }) {
  const words = useTranslations("keys");
  return (
    <Dialog title={words("title")} close={close}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.map(([key, word]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-grid h-7 min-w-7 place-items-center rounded-md border border-line bg-sunken px-2 font-sans text-[13px] font-medium">
                {key}
              </kbd>
            </dt>
            <dd>{words(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
