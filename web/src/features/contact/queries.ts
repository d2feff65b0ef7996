import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) =>
      data(api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } }, signal })),
  });

export const timelineQuery = (id: string, kinds: readonly string[]) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(id, kinds),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/contacts/{contact_id}/timeline", {
          params: { path: { contact_id: id }, query: { kinds: [...kinds], cursor, limit: 50 } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
