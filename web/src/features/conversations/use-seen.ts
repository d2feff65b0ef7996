import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { useMay, useVisiting } from "@/app/me";
import type { Message } from "@/features/conversations/thread-pages";
import { noticesQuery, useSeeNotices } from "@/features/notices/queries";

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
  const visiting = useVisiting();
  const canAnswer = may("conversations.answer") && !visiting; // what a visitor reads is not read by the team
  useNoticesSeen(conversationId, atEnd && looked);
  useEffect(() => {
    if (!atEnd || !looked || !canAnswer || !last || seen.current === last.message_id) return;
    seen.current = last.message_id;
    mutate(last.message_id);
  }, [atEnd, looked, canAnswer, last, mutate]);
}

/** Whoever looks at a conversation need not be told of it: the notice may come after the reading. */
function useNoticesSeen(conversationId: string, looks: boolean): void {
  const may = useMay();
  const { data } = useQuery({ ...noticesQuery, enabled: may("notifications.read") });
  const { mutate, isPending } = useSeeNotices();
  const ids = data?.data.filter((one) => !one.seen_at && one.conversation_id === conversationId);
  const told = ids?.map((one) => one.notification_id).join(",");
  useEffect(() => {
    if (looks && told && !isPending) mutate(told.split(","));
  }, [looks, told, isPending, mutate]);
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
