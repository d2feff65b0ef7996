import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

const SHOWN = 20;

export const noticesQuery = queryOptions({
  queryKey: keys.notifications(),
  queryFn: ({ signal }) =>
    data(api.GET("/api/notifications", { params: { query: { limit: SHOWN } }, signal })),
});

/** Marks what one was told of as seen. */
export function useSeeNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      Promise.all(
        ids.map((id) =>
          api.POST("/api/notifications/{notification_id}/seen", {
            params: { path: { notification_id: id } },
          }),
        ),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notifications() }),
  });
}
