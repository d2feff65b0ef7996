import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

const MINUTE = 60_000;

/** Messages are counted as they leave, which no fact says one by one: asked again now and then. */
export const planQuery = queryOptions({
  queryKey: keys.plan(),
  staleTime: MINUTE,
  refetchInterval: 5 * MINUTE,
  queryFn: ({ signal }) => data(api.GET("/api/organisation/plan", { signal })),
});
