import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type { Saying } from "@/features/phone/pending";
import { useConnection } from "@/live/provider";
import { IconButton } from "@/ui/button";

const LONGEST = 4096;
const PLACE = { latitude: 45.7622, longitude: 4.8271 }; // Vieux Lyon

/** Where the customer writes: Enter sends, as on a phone; ready examples above. */
export function Keyboard({ say }: { say: (saying: Saying) => void }) {
  const words = useTranslations("phone");
  const [text, setText] = useState("");
  const offline = useConnection().state === "lost";
  const blocked = offline || !text.trim();
  const send = () => {
    if (blocked) return;
    say({ text: text.trim() });
    setText("");
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="shrink-0 border-t border-line bg-surface">
      <Examples say={say} isDisabled={offline} />
      <div className="flex items-end gap-1.5 px-3 pb-3">
        <textarea
          aria-label={words("write")}
          placeholder={words("write")}
          rows={Math.min(5, text.split("\n").length)}
          value={text}
          maxLength={LONGEST}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={pressed}
          className="min-h-11 w-full resize-none rounded-3xl border border-line-strong bg-surface px-4 py-2.5 text-base leading-snug placeholder:text-ink-faint"
        />
        <span className="grid h-11 place-items-center">
          <IconButton label={words("send")} look="primary" isDisabled={blocked} onPress={send}>
            <SendHorizontal size={18} aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {offline ? (
        <p role="status" className="px-4 pb-2 text-[13px] text-warning">
          {words("offline")}
        </p>
      ) : null}
    </div>
  );
}

function Examples({ say, isDisabled }: { say: (saying: Saying) => void; isDisabled: boolean }) {
  const words = useTranslations("phone");
  const examples: readonly (readonly [string, Saying])[] = [
    [words("faq"), { text: words("faqText") }],
    [words("complaint"), { text: words("complaintText") }],
    [words("person"), { text: words("personText") }],
    [words("stop"), { text: words("stopText") }],
    [words("location"), { location: PLACE }],
    [words("choice"), { choice: { id: "confirm", title: words("choiceTitle") } }],
  ];
  return (
    <ul
      aria-label={words("examples")}
      className="flex flex-wrap gap-1.5 px-3 py-2 max-md:flex-nowrap max-md:overflow-x-auto"
    >
      {examples.map(([label, saying]) => (
        <li key={label}>
          <button
            type="button"
            disabled={isDisabled}
            onClick={() => say(saying)}
            className="h-7 rounded-full border border-line px-2.5 text-xs whitespace-nowrap text-ink-soft hover:bg-hover disabled:opacity-50 pointer-coarse:h-11 pointer-coarse:px-4"
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
