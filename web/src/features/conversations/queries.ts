import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { type Filters, query } from "@/features/conversations/filters";
import { keys } from "@/live/cache-keys";

const LINES = 50;
const MESSAGES = 50;

export const conversationsQuery = (filters: Filters, me: string) =>
  infiniteQueryOptions({
    queryKey: keys.conversations(filters),
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

export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.thread(id),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/conversations/{conversation_id}/messages", {
          params: { path: { conversation_id: id }, query: { cursor, limit: MESSAGES } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const membersQuery = queryOptions({
  queryKey: keys.members(),
  queryFn: ({ signal }) => data(api.GET("/api/members", { signal })),
});
