import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const SIMULATOR = "simulator";

export const channelsQuery = queryOptions({
  queryKey: keys.channels(),
  queryFn: ({ signal }) => data(api.GET("/api/channels", { signal })),
});

/** The conversation that a number has on a channel, the last one; null before the first message. */
export const lineQuery = (channelId: string, number: string) =>
  queryOptions({
    queryKey: keys.phone(channelId, number),
    queryFn: async ({ signal }): Promise<Schemas["ConversationView"] | null> => {
      const query = { channel_id: channelId, search: number, limit: 20 };
      const found = await data(api.GET("/api/conversations", { params: { query }, signal }));
      return found.data.find((one) => one.address === number) ?? null;
    },
  });
