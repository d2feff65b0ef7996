import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

const LINES = 50;
const EVERY_MS = 60_000;

/** The organisations whose name has the words. What happens there is not told here: it is asked again now and then. */
export const tenantsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: keys.tenants({ search }),
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { search, cursor, limit: LINES };
      return data(api.GET("/api/platform/organisations", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
    refetchInterval: EVERY_MS,
  });
