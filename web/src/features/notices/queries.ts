import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

const SHOWN = 20;

export const noticesQuery = queryOptions({
  queryKey: keys.notifications(),
  queryFn: ({ signal }) =>
    data(api.GET("/api/notifications", { params: { query: { limit: SHOWN } }, signal })),
});
