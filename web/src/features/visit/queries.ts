import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";

const LINES = 20;

export type StaffVisit = Schemas["VisitView"];

/** Whether the visitor is still in. */
export const isOpen = (visit: Pick<StaffVisit, "ended" | "until">, now: Date): boolean =>
  visit.ended === "" && new Date(visit.until) > now;

const ask = (cursor: string | undefined, signal: AbortSignal) =>
  data(api.GET("/api/visits", { params: { query: { cursor, limit: LINES } }, signal }));

/** The last ones: those that are open are among them. */
export const openVisitsQuery = queryOptions({
  queryKey: [...keys.visits(), "open"],
  queryFn: ({ signal }) => ask(undefined, signal),
});

export const visitsQuery = infiniteQueryOptions({
  queryKey: [...keys.visits(), "all"],
  queryFn: ({ pageParam: cursor, signal }) => ask(cursor, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
