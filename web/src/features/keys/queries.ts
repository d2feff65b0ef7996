import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys(),
  queryFn: ({ signal }) => data(api.GET("/api/keys", { signal })),
});
