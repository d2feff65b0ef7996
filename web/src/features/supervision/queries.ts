import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { SupervisionSearch } from "@/features/supervision/search";
import { keys } from "@/live/cache-keys";
import { midnight } from "@/words/moments";

/** Where no fact tells that something moved, it is asked again this often. */
export const EVERY_S = 10;
const again = { refetchInterval: EVERY_S * 1_000 } as const;
const LINES = 50;
const first = { initialPageParam: undefined as string | undefined };
const following = (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined;

export const healthQuery = queryOptions({
  queryKey: keys.health(),
  queryFn: ({ signal }) => data(api.GET("/api/health", { signal })),
  ...again,
});

export const projectionsQuery = queryOptions({
  queryKey: keys.supervision("projections"),
  queryFn: ({ signal }) => data(api.GET("/api/supervision/projections", { signal })),
  ...again,
});

export const policiesQuery = queryOptions({
  queryKey: keys.supervision("policies"),
  queryFn: ({ signal }) => data(api.GET("/api/supervision/policies", { signal })),
  ...again,
});

export const outboxQuery = queryOptions({
  queryKey: keys.supervision("sends", "outbox"),
  queryFn: ({ signal }) => data(api.GET("/api/supervision/outbox", { signal })),
  ...again,
});

export const uncertainQuery = (state: "open" | "settled") =>
  infiniteQueryOptions({
    queryKey: keys.supervision("sends", state),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/supervision/uncertain", { params: { query: { state, cursor, limit: LINES } }, signal }),
      ),
    ...first,
    getNextPageParam: following,
  });

/** The webhooks that the address asks for, in the words of the API. The last day is in it. */
export const range = ({ canal, du, au }: SupervisionSearch) => ({
  channel_id: canal,
  since: midnight(du),
  until: midnight(au, 1),
});

export const webhooksQuery = (search: SupervisionSearch) => {
  const query = { state: search.etat, ...range(search), limit: LINES };
  return infiniteQueryOptions({
    queryKey: keys.supervision("webhooks", query),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(api.GET("/api/supervision/webhooks", { params: { query: { ...query, cursor } }, signal })),
    ...first,
    getNextPageParam: following,
    ...again,
  });
};

export const webhookQuery = (id: number) =>
  queryOptions({
    queryKey: keys.supervision("webhook", id),
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/supervision/webhooks/{webhook_id}", { params: { path: { webhook_id: id } }, signal }),
      ),
    ...again,
  });

const FOLLOWED_MS = 2_000;

/** Orders to read again; asked often while one is under way. */
export const replaysQuery = queryOptions({
  queryKey: keys.supervision("replays"),
  queryFn: ({ signal }) =>
    data(api.GET("/api/supervision/replays", { params: { query: { limit: 20 } }, signal })),
  refetchInterval: ({ state }) =>
    state.data?.data.some((one) => !one.done_at) ? FOLLOWED_MS : EVERY_S * 1_000,
});

export const gapsQuery = queryOptions({
  queryKey: keys.supervision("gaps"),
  queryFn: ({ signal }) => data(api.GET("/api/supervision/gaps", { signal })),
  ...again,
});

export const channelQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.channels(), id],
    queryFn: ({ signal }) =>
      data(api.GET("/api/channels/{channel_id}", { params: { path: { channel_id: id } }, signal })),
    ...again,
  });

export const providersQuery = queryOptions({
  queryKey: keys.providers(),
  queryFn: ({ signal }) => data(api.GET("/api/channels/providers", { signal })),
});
