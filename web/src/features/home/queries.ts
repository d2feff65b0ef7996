import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { asked, type HomeSearch } from "@/features/home/period";
import { keys } from "@/live/cache-keys";

/** The period before is compared up to the present quarter of an hour: it moves even when nothing happens. */
const QUARTER_MS = 15 * 60_000;
const LINES = 50;
/** Above, who waits is no longer counted one by one. */
export const COUNTED = 50;

const whatever = { placeholderData: keepPreviousData, refetchInterval: QUARTER_MS } as const;

/** `today` is in the key so that the turn of the day asks for the figures of the new one. */
export const overviewQuery = (search: HomeSearch, today: string) =>
  queryOptions({
    queryKey: keys.overview({ part: "figures", ...asked(search), today }),
    queryFn: ({ signal }) =>
      data(api.GET("/api/stats/overview", { params: { query: asked(search) }, signal })),
    ...whatever,
  });

export const hoursQuery = (search: HomeSearch, today: string) =>
  queryOptions({
    queryKey: keys.overview({ part: "hours", ...asked(search), today }),
    queryFn: ({ signal }) => data(api.GET("/api/stats/hours", { params: { query: asked(search) }, signal })),
    ...whatever,
  });

export const contactsQuery = (search: HomeSearch, today: string) =>
  queryOptions({
    queryKey: keys.overview({ part: "contacts", ...asked(search), today }),
    queryFn: ({ signal }) =>
      data(api.GET("/api/stats/contacts", { params: { query: asked(search) }, signal })),
    ...whatever,
  });

export const definitionsQuery = queryOptions({
  queryKey: keys.definitions(),
  queryFn: ({ signal }) => data(api.GET("/api/stats/definitions", { signal })),
});

/** The rows behind figures. They are not asked again while they are read: the person does it. */
export const answersQuery = (search: HomeSearch) =>
  infiniteQueryOptions({
    queryKey: keys.figureRows({ of: "answers", ...asked(search) }),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/stats/overview/answers", {
          params: { query: { ...asked(search), cursor, limit: LINES } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

export const turnsQuery = (search: HomeSearch) =>
  infiniteQueryOptions({
    queryKey: keys.figureRows({ of: "turns", ...asked(search) }),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/stats/overview/turns", {
          params: { query: { ...asked(search), cursor, limit: LINES } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

const WHO = {
  any: { limit: 1 },
  waiting: { status: "waiting", limit: COUNTED },
  mine: { assignee: "me", unread: true, limit: COUNTED },
  closing: { window: "closing", limit: COUNTED },
} as const;

/** Conversations that somebody should see. Windows close as time goes: they are asked again every quarter. */
export const waitingQuery = (who: keyof typeof WHO) =>
  queryOptions({
    queryKey: keys.waiting(who),
    queryFn: ({ signal }) => data(api.GET("/api/conversations", { params: { query: WHO[who] }, signal })),
    refetchInterval: who === "closing" ? QUARTER_MS : false,
  });

export const uncertainCountQuery = queryOptions({
  queryKey: keys.supervision("sends", "count"),
  queryFn: ({ signal }) =>
    data(
      api.GET("/api/supervision/uncertain", { params: { query: { state: "open", limit: COUNTED } }, signal }),
    ),
});

export const faqCountQuery = queryOptions({
  queryKey: [...keys.faqs(), "first"],
  queryFn: ({ signal }) => data(api.GET("/api/faqs", { signal })),
});
