import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { useMay } from "@/app/me";
import type { Message } from "@/features/conversations/thread-pages";

/** What was in sight at the end of the thread has been read: by who may answer, while the page is looked at. */
export function useSeen(conversationId: string, last: Message | undefined, atEnd: boolean): void {
  const may = useMay();
  const looked = useLooked();
  const seen = useRef<string>(undefined);
  const { mutate } = useMutation({
    mutationFn: (upTo: string) =>
      api.POST("/api/conversations/{conversation_id}/seen", {
        params: { path: { conversation_id: conversationId } },
        body: { up_to: upTo },
      }),
  });
  const canAnswer = may("conversations.answer");
  useEffect(() => {
    if (!atEnd || !looked || !canAnswer || !last || seen.current === last.message_id) return;
    seen.current = last.message_id;
    mutate(last.message_id);
  }, [atEnd, looked, canAnswer, last, mutate]);
}

function useLooked(): boolean {
  const [looked, setLooked] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const changed = () => setLooked(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return looked;
}
