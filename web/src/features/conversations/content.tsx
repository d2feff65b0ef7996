import { LayoutTemplate, MapPin, Phone, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { MediaFile } from "@/features/conversations/media";
import { isLong, text } from "@/features/conversations/said";
import type { Message } from "@/features/conversations/thread-pages";

type Known = Readonly<Record<string, unknown>>;

const WORDS = "whitespace-pre-wrap [overflow-wrap:anywhere]";

/** What a message says, whatever its kind. What is unknown says so, and is never hidden. */
export function Content({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const content = message.content as Known | null;
  if (message.retracted_at)
    return (
      <p className="flex items-center gap-1.5 italic text-ink-faint">
        <Trash2 size={14} aria-hidden="true" />
        {words("deleted")}
      </p>
    );
  if (!content) return <p className="italic text-ink-faint">{words("erased")}</p>;
  switch (content.kind) {
    case "text":
      return <Said said={text(content, "body")} />;
    case "choice":
      return <p className={`font-medium ${WORDS}`}>{text(content, "title")}</p>;
    case "template":
      return <Filled content={content} />;
    case "location":
      return <Place content={content} />;
    case "contacts":
      return <Cards content={content} />;
    case "media":
      return <MediaFile message={message} content={content} />;
    default:
      return (
        <p className="italic text-ink-soft">
          {text(content, "detail") || words("unsupported", { type: text(content, "type") || "?" })}
        </p>
      );
  }
}

/** A text; its beginning only, when it would push the rest of the thread away. */
export function Said({ said }: { said: string }) {
  const words = useTranslations("desk");
  const [whole, setWhole] = useState(!isLong(said));
  return (
    <>
      <p className={`${WORDS} ${whole ? "" : "line-clamp-12"}`}>{said}</p>
      {isLong(said) ? (
        <button
          type="button"
          aria-expanded={whole}
          className="min-h-6 text-[13px] font-medium text-accent underline pointer-coarse:min-h-11"
          onClick={() => setWhole(!whole)}
        >
          {words(whole ? "showLess" : "showAll")}
        </button>
      ) : null}
    </>
  );
}

/** A template as it left, marked as one: its words are not those of who sent it. */
function Filled({ content }: { content: Known }) {
  const words = useTranslations("desk.template");
  const buttons = Array.isArray(content.buttons) ? content.buttons.map(String) : [];
  return (
    <div className={WORDS}>
      <p className="mb-1 flex items-center gap-1 text-xs text-ink-faint">
        <LayoutTemplate size={13} aria-hidden="true" className="shrink-0" />
        {words("mark", { name: text(content, "name").replaceAll("_", " ") })}
      </p>
      {text(content, "header") ? <p className="font-semibold">{text(content, "header")}</p> : null}
      <p>{text(content, "body") || text(content, "text")}</p>
      {text(content, "footer") ? (
        <p className="text-[13px] text-ink-faint">{text(content, "footer")}</p>
      ) : null}
      {buttons.length ? (
        <p className="mt-1 flex flex-wrap gap-1.5">
          {buttons.map((button) => (
            <span key={button} className="rounded-md border border-line px-2 py-0.5 text-[13px]">
              {button}
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function Place({ content }: { content: Known }) {
  const words = useTranslations("thread");
  const [latitude, longitude] = [Number(content.latitude), Number(content.longitude)];
  const address = text(content, "address");
  return (
    <div>
      <p className={`flex items-center gap-1.5 font-medium ${WORDS}`}>
        <MapPin size={16} aria-hidden="true" className="shrink-0" />
        {text(content, "name") || address || `${latitude}, ${longitude}`}
      </p>
      {text(content, "name") && address ? (
        <p className={`text-[13px] text-ink-soft ${WORDS}`}>{address}</p>
      ) : null}
      <a
        href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
        target="_blank"
        rel="noreferrer"
        className="text-[13px] text-accent underline"
      >
        {words("place")}
      </a>
    </div>
  );
}

function Cards({ content }: { content: Known }) {
  const names = Array.isArray(content.names) ? content.names.map(String) : [];
  const phones = Array.isArray(content.phones) ? content.phones.map(String) : [];
  return (
    <div className={WORDS}>
      <p className="font-medium">{names.join(", ")}</p>
      {phones.map((phone) => (
        <p key={phone} className="figures flex items-center gap-1.5 text-[13px] text-ink-soft">
          <Phone size={13} aria-hidden="true" />
          {phone}
        </p>
      ))}
    </div>
  );
}
