import { useQuery } from "@tanstack/react-query";
import { Download, FileText, Play } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { text } from "@/features/conversations/said";
import type { Message } from "@/features/conversations/thread-pages";
import { keys } from "@/live/cache-keys";

const Lightbox = lazy(() => import("@/features/conversations/lightbox"));

interface Props {
  message: Message;
  content: Readonly<Record<string, unknown>>;
}

const PICTURES: readonly unknown[] = ["image", "sticker"];

/** A file of the client's: pictures are shown, the rest is opened when asked for. */
export function MediaFile({ message, content }: Props) {
  const words = useTranslations("thread");
  const [opened, open] = useState(PICTURES.includes(content.media));
  const state = message.media?.state;
  const caption = text(content, "caption");
  const name = text(content, "filename") || text(content, "media");
  const Icon = content.media === "document" ? FileText : Play;
  return (
    <div>
      {state === "refused" ? (
        <p className="text-[13px] text-danger">{String(message.media?.reason ?? "")}</p>
      ) : null}
      {state === undefined ? <p className="text-[13px] text-ink-faint">{words("mediaWaiting")}</p> : null}
      {state === "kept" && !opened ? (
        <button
          type="button"
          onClick={() => open(true)}
          className="flex min-h-11 items-center gap-2 rounded-md border border-line bg-surface px-3 text-left text-sm [overflow-wrap:anywhere]"
        >
          <Icon size={18} aria-hidden="true" className="shrink-0" />
          {name} · {words("media")}
        </button>
      ) : null}
      {state === "kept" && opened ? (
        <Shown messageId={message.message_id} kind={String(content.media)} name={caption || name} />
      ) : null}
      {caption ? <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{caption}</p> : null}
    </div>
  );
}

interface ShownProps {
  messageId: string;
  kind: string;
  name: string;
}

/** The file itself. It is asked for with the session, so that its address alone opens nothing. */
function Shown({ messageId, kind, name }: ShownProps) {
  const words = useTranslations("thread");
  const found = useQuery({
    queryKey: keys.media(messageId),
    queryFn: async ({ signal }) => {
      const params = { path: { message_id: messageId } };
      const answer = await api.GET("/api/messages/{message_id}/media", { params, parseAs: "blob", signal });
      return answer.data as unknown as Blob;
    },
  });
  const address = useAddress(found.data);
  if (found.isError) return <p className="text-[13px] text-danger">{words("mediaFailed")}</p>;
  if (!address) return <div className="h-32 w-56 animate-pulse rounded-md bg-hover" />;
  if (PICTURES.includes(kind)) return <Picture address={address} name={name} />;
  // biome-ignore lint/a11y/useMediaCaption: what a client recorded has no captions
  if (kind === "video") return <video src={address} controls className="max-h-80 max-w-full rounded-md" />;
  // biome-ignore lint/a11y/useMediaCaption: what a client recorded has no captions
  if (kind === "audio") return <audio src={address} controls className="max-w-full" />;
  return (
    <a href={address} download={name} className="inline-flex items-center gap-1.5 text-accent underline">
      <Download size={16} aria-hidden="true" />
      {name}
    </a>
  );
}

function Picture({ address, name }: { address: string; name: string }) {
  const words = useTranslations("desk");
  const [large, setLarge] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-label={words("enlarge", { name })}
        onClick={() => setLarge(true)}
        className="block"
      >
        <img src={address} alt={name} className="max-h-80 max-w-full rounded-md" />
      </button>
      {large ? (
        <Suspense fallback={null}>
          <Lightbox address={address} name={name} close={() => setLarge(false)} />
        </Suspense>
      ) : null}
    </>
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
