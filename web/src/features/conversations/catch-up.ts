import type { QueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { Conversation } from "@/features/conversations/filters";
import { messages, threadQuery } from "@/features/conversations/queries";
import { type ThreadPages, withNewest } from "@/features/conversations/thread-pages";
import { keys } from "@/live/cache-keys";

const ONE_BY_ONE = 20; // beyond that many messages, the whole thread costs less
const PAUSE_MS = 50;

/** Brings a conversation and its thread up to now. The conversation is read first: its revision is never ahead. */
export async function catchUp(
  client: QueryClient,
  id: string,
  changed: readonly string[] = [],
): Promise<Conversation> {
  const params = { path: { conversation_id: id } };
  const conversation = await data(api.GET("/api/conversations/{conversation_id}", { params }));
  client.setQueryData(keys.conversation(id), conversation);
  await catchThreadUp(client, conversation, changed);
  return conversation;
}

async function catchThreadUp(client: QueryClient, conversation: Conversation, changed: readonly string[]) {
  const { queryKey } = threadQuery(conversation.conversation_id);
  const shown = client.getQueryCache().find({ queryKey })?.isActive() ?? false;
  if (!shown || changed.length > ONE_BY_ONE) return client.invalidateQueries({ queryKey });
  while (client.isFetching({ queryKey })) await new Promise((done) => setTimeout(done, PAUSE_MS));
  const newest = await messages(conversation.conversation_id);
  const pages = client.getQueryData<ThreadPages>(queryKey);
  if (!pages) return client.invalidateQueries({ queryKey });
  const loaded = new Set(pages.pages.flatMap((page) => page.data.map((one) => one.message_id)));
  const read = new Set(newest.data.map((one) => one.message_id));
  const further = changed.filter((one) => loaded.has(one) && !read.has(one));
  const others = await Promise.all(further.map(message));
  const now = client.getQueryData<ThreadPages>(queryKey) ?? pages;
  const found = withNewest(now, newest, others, conversation.revision);
  if (!found || client.isFetching({ queryKey })) return client.invalidateQueries({ queryKey });
  client.setQueryData(queryKey, found);
}

const message = (id: string) =>
  data(api.GET("/api/messages/{message_id}", { params: { path: { message_id: id } } }));
