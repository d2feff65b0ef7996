import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { conversationQuery, threadQuery } from "@/features/conversations/queries";
import { notYetShown, type Pending, reached, readIds, type Saying } from "@/features/phone/pending";
import type { Person } from "@/features/phone/people";
import { lineQuery } from "@/features/phone/queries";

type Message = Schemas["MessageView"];

/** What the phone of a person shows on a line, and how they say something more. */
export function usePhone(channelId: string, person: Person) {
  const line = useQuery(lineQuery(channelId, person.number));
  const id = line.data?.conversation_id;
  const conversation = useQuery({ ...conversationQuery(id ?? ""), enabled: id !== undefined });
  const thread = useInfiniteQuery({ ...threadQuery(id ?? ""), enabled: id !== undefined });
  const all = thread.data?.pages.flatMap((page) => page.data).reverse() ?? [];
  const sayings = useSayings(channelId, person, all);
  const messages = all.filter(reached);
  const last = all.at(-1);
  return {
    line,
    thread,
    conversationId: id,
    messages,
    read: readIds(all, conversation.data?.unread ?? 0),
    pending: sayings.pending,
    say: sayings.say,
    /** When the assistant began to owe an answer; undefined when it owes none. */
    awaitedSince: conversation.data?.owner === "assistant" && last && isOwed(last) ? last.at : undefined,
  };
}

function isOwed(last: { author: string; status: string }): boolean {
  return last.author === "contact" || last.status === "queued" || last.status === "attempted";
}

function useSayings(channelId: string, person: Person, messages: readonly Message[]) {
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const left = notYetShown(pending, messages);
  useEffect(() => {
    if (left.length < pending.length) setPending(left); // once shown, it waits no more, wherever the thread goes
  });
  const change = (id: string, changed: Partial<Pending>) =>
    setPending((all) => all.map((one) => (one.id === id ? { ...one, ...changed } : one)));
  const { mutate } = useMutation({
    mutationFn: ({ saying }: Pending) =>
      data(
        api.POST("/api/simulator/messages", {
          body: { channel_id: channelId, from: person.number, name: person.name, ...saying },
        }),
      ),
    onSuccess: (_, { id }) => change(id, { state: "sent" }),
    onError: (error, { id }) => change(id, { state: "failed", reason: error.message }),
  });
  const say = (saying: Saying, again?: string) => {
    const at = new Date().toISOString();
    const after = messages.at(-1)?.sequence ?? 0;
    const one: Pending = { id: crypto.randomUUID(), saying, at, state: "sending", after };
    setPending((all) => [...all.filter(({ id }) => id !== again), one]);
    mutate(one);
  };
  return { pending: left, say };
}
