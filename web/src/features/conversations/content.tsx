import { useQuery } from "@tanstack/react-query";
import { FileText, MapPin, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";

type Message = Schemas["MessageView"];
type Known = Readonly<Record<string, unknown>>;

const text = (content: Known, field: string): string => {
  const value = content[field];
  return typeof value === "string" ? value : "";
};

/** What a message says, whatever its kind. What is unknown says so, and is never hidden. */
export function Content({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const content = message.content as Known | null;
  if (!content) return <p className="italic text-ink-faint">{words("erased")}</p>;
  switch (content.kind) {
    case "text":
      return <p className="break-words whitespace-pre-wrap">{text(content, "body")}</p>;
    case "choice":
      return <p className="font-medium">{text(content, "title")}</p>;
    case "template":
      return (
        <p className="break-words whitespace-pre-wrap">{text(content, "text") || text(content, "name")}</p>
      );
    case "location":
      return <Place content={content} />;
    case "contacts":
      return <p>{(content.names as string[]).join(", ")}</p>;
    case "media":
      return <File message={message} content={content} />;
    default:
      return (
        <p className="italic text-ink-soft">
          {text(content, "detail") || words("unsupported", { type: text(content, "type") })}
        </p>
      );
  }
}

function Place({ content }: { content: Known }) {
  const words = useTranslations("thread");
  const at = `${Number(content.latitude)},${Number(content.longitude)}`;
  return (
    <div>
      <p className="flex items-center gap-1.5 font-medium">
        <MapPin size={16} aria-hidden="true" />
        {text(content, "name") || text(content, "address") || at}
      </p>
      <a
        href={`https://www.openstreetmap.org/?mlat=${Number(content.latitude)}&mlon=${Number(content.longitude)}#map=17/${at.replace(",", "/")}`}
        target="_blank"
        rel="noreferrer"
        className="text-[13px] text-accent underline"
      >
        {words("place")}
      </a>
    </div>
  );
}

function File({ message, content }: { message: Message; content: Known }) {
  const words = useTranslations("thread");
  const [opened, open] = useState(false);
  const state = message.media?.state;
  const caption = text(content, "caption");
  const name = text(content, "filename") || text(content, "media");
  return (
    <div>
      {state === "refused" ? (
        <p className="text-[13px] text-danger">{String(message.media?.reason ?? "")}</p>
      ) : null}
      {state === undefined ? <p className="text-[13px] text-ink-faint">{words("mediaWaiting")}</p> : null}
      {state === "kept" && !opened && content.media !== "image" ? (
        <button
          type="button"
          onClick={() => open(true)}
          className="flex min-h-11 items-center gap-2 rounded-md border border-line bg-surface px-3 text-sm"
        >
          {content.media === "document" ? (
            <FileText size={18} aria-hidden="true" />
          ) : (
            <Play size={18} aria-hidden="true" />
          )}
          {name} · {words("media")}
        </button>
      ) : null}
      {state === "kept" && (opened || content.media === "image") ? (
        <Shown messageId={message.message_id} kind={String(content.media)} name={caption || name} />
      ) : null}
      {caption ? <p className="mt-1 break-words whitespace-pre-wrap">{caption}</p> : null}
    </div>
  );
}

/** The file itself. It is asked for with the session, so that its address alone opens nothing. */
function Shown({ messageId, kind, name }: { messageId: string; kind: string; name: string }) {
  const words = useTranslations("thread");
  const found = useQuery({
    queryKey: ["media", messageId],
    queryFn: async ({ signal }) => {
      const path = { message_id: messageId };
      const answer = await api.GET("/api/messages/{message_id}/media", {
        params: { path },
        parseAs: "blob",
        signal,
      });
      return answer.data as unknown as Blob;
    },
  });
  const address = useAddress(found.data);
  if (found.isError) return <p className="text-[13px] text-danger">{words("mediaFailed")}</p>;
  if (!address) return <div className="h-32 w-56 animate-pulse rounded-md bg-hover" />;
  if (kind === "image" || kind === "sticker")
    return <img src={address} alt={name} className="max-h-80 max-w-full rounded-md" />;
  // biome-ignore lint/a11y/useMediaCaption: what a client recorded has no captions
  if (kind === "video") return <video src={address} controls className="max-h-80 max-w-full rounded-md" />;
  // biome-ignore lint/a11y/useMediaCaption: what a client recorded has no captions
  if (kind === "audio") return <audio src={address} controls className="max-w-full" />;
  return (
    <a href={address} download={name} className="text-accent underline">
      {name}
    </a>
  );
}

function useAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}
