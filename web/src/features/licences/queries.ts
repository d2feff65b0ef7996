import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { filtersOf, type LicencesSearch, sortOf } from "@/features/licences/address";
import { keys } from "@/live/cache-keys";

const PAGE = 20;
const ACTS = 30;
const ROWS = 50;
/** How often one asks where a batch is, beside what is told live. */
const EVERY_MS = 2_000;

export type Batch = Schemas["OneBatch"];
export type Row = Schemas["RowView"];
export type Verdict = Row["verdict"];

/** The licences that the address asks for. */
export const licencesQuery = (search: LicencesSearch) => {
  const query = { ...filtersOf(search), ...sortOf(search), limit: PAGE };
  return infiniteQueryOptions({
    queryKey: keys.licences("list", query),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(api.GET("/api/licences", { params: { query: { ...query, cursor } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
};

/** How many there are of each status, with the same filters. */
export const countsQuery = (search: LicencesSearch) => {
  const { status: _, ...query } = filtersOf(search);
  return queryOptions({
    queryKey: keys.licences("counts", query),
    queryFn: ({ signal }) => data(api.GET("/api/licences/counts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
};

export const alertsQuery = queryOptions({
  queryKey: keys.licences("alerts"),
  queryFn: ({ signal }) => data(api.GET("/api/licences/alerts", { signal })),
});

export const calendarQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: keys.licences("calendar", month),
    queryFn: ({ signal }) =>
      data(api.GET("/api/licences/calendar", { params: { query: { month } }, signal })),
    placeholderData: keepPreviousData,
  });

export const salesQuery = queryOptions({
  queryKey: keys.licences("settings"),
  queryFn: ({ signal }) => data(api.GET("/api/licences/settings", { signal })),
});

export const licenceQuery = (licence_id: string) =>
  queryOptions({
    queryKey: keys.licences("one", licence_id),
    queryFn: ({ signal }) =>
      data(api.GET("/api/licences/{licence_id}", { params: { path: { licence_id } }, signal })),
  });

/** What its software has told of its last days. */
export const usageQuery = (licence_id: string) =>
  queryOptions({
    queryKey: keys.licences("usage", licence_id),
    queryFn: ({ signal }) =>
      data(api.GET("/api/licences/{licence_id}/usage", { params: { path: { licence_id } }, signal })),
  });

/** What was done with a licence, the last first. */
export const historyQuery = (licence_id: string) =>
  infiniteQueryOptions({
    queryKey: keys.licences("history", licence_id),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/licences/{licence_id}/history", {
          params: { path: { licence_id }, query: { cursor, limit: ACTS } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const importsQuery = infiniteQueryOptions({
  queryKey: keys.licenceBatches("imports"),
  queryFn: ({ pageParam: cursor, signal }) =>
    data(
      api.GET("/api/licences/batches", { params: { query: { of: "imports", cursor, limit: PAGE } }, signal }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Whether something is being done. */
export const isRunning = ({ phase }: Pick<Batch, "phase">): boolean =>
  phase === "running" || phase === "undoing";

export const batchQuery = (batch_id: string) =>
  queryOptions({
    queryKey: keys.licenceBatches("one", batch_id),
    queryFn: ({ signal }) =>
      data(api.GET("/api/licences/batches/{batch_id}", { params: { path: { batch_id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? EVERY_MS : false),
  });

export const rowsQuery = (batch_id: string, verdict: Verdict | undefined) => {
  const query = { verdict: verdict && [verdict], limit: ROWS };
  return infiniteQueryOptions({
    queryKey: keys.licenceBatches("rows", batch_id, verdict),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(
        api.GET("/api/licences/batches/{batch_id}/rows", {
          params: { path: { batch_id }, query: { ...query, cursor } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
};
