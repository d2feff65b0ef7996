import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { useMay } from "@/app/me";
import { keys } from "@/live/cache-keys";

/** The channels of the organisation. */
export const channelsQuery = queryOptions({
  queryKey: keys.channels(),
  queryFn: ({ signal }) => data(api.GET("/api/channels", { signal })),
});

/** The name of a channel, once known. */
export function useChannelLabel(channelId: string | null | undefined): string {
  const may = useMay();
  const { data: found } = useQuery({ ...channelsQuery, enabled: may("channels.read") });
  return found?.data.find((one) => one.channel_id === channelId)?.label ?? "";
}
