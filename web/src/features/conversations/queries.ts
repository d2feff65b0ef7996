import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { type Filters, query } from "@/features/conversations/filters";
import { keys } from "@/live/cache-keys";

export type ThreadPage = Schemas["Listing_MessageView_"] & {
  revision: number | undefined;
  unread: number | undefined;
};

const LINES = 50;
const MESSAGES = 50;
const WINDOWS_MS = 60_000;

export const conversationsQuery = (filters: Filters, me: string) =>
  infiniteQueryOptions({
    queryKey: keys.conversations(filters),
    // Windows close by themselves: no fact says so.
    refetchInterval: filters.fenetre ? WINDOWS_MS : false,
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/conversations", {
          params: { query: { ...query(filters, me), cursor, limit: LINES } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/conversations/{conversation_id}", {
          params: { path: { conversation_id: id } },
          signal,
        }),
      ),
  });

export const messages = (id: string, cursor?: string, signal?: AbortSignal) =>
  data(
    api.GET("/api/conversations/{conversation_id}/messages", {
      params: { path: { conversation_id: id }, query: { cursor, limit: MESSAGES } },
      ...(signal ? { signal } : {}),
    }),
  );

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: keys.message(id),
    queryFn: ({ signal }) =>
      data(api.GET("/api/messages/{message_id}", { params: { path: { message_id: id } }, signal })),
  });

/** The first page says which revision of the conversation it shows: read before the messages, it is never ahead. */
export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.thread(id),
    queryFn: async ({ client, pageParam: cursor, signal }): Promise<ThreadPage> => {
      const known = { ...conversationQuery(id), staleTime: Number.POSITIVE_INFINITY };
      const conversation = cursor ? undefined : await client.fetchQuery(known);
      const page = await messages(id, cursor, signal);
      return { ...page, revision: conversation?.revision, unread: conversation?.unread };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const membersQuery = queryOptions({
  queryKey: keys.members(),
  queryFn: ({ signal }) => data(api.GET("/api/members", { signal })),
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels(),
  queryFn: ({ signal }) => data(api.GET("/api/channels", { signal })),
});
