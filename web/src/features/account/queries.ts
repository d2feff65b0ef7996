import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const secondFactorQuery = queryOptions({
  queryKey: keys.secondFactor(),
  queryFn: ({ signal }) => data(api.GET("/api/second-factor", { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions(),
  queryFn: ({ signal }) => data(api.GET("/api/sessions", { signal })),
});
