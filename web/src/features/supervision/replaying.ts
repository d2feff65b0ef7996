import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { replaysQuery } from "@/features/supervision/queries";
import { keys } from "@/live/cache-keys";

/** Orders webhooks to be read again: two clicks make one order. */
export function useReplay(asked: { id: number } | { range: Schemas["ReplayRange"] }) {
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (): Promise<Schemas["ReplayDone"]> => {
      const header = { "Idempotency-Key": key };
      return "id" in asked
        ? data(
            api.POST("/api/supervision/webhooks/{webhook_id}/replay", {
              params: { path: { webhook_id: asked.id }, header },
            }),
          )
        : data(api.POST("/api/supervision/webhooks/replay", { params: { header }, body: asked.range }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.supervision() }),
  });
}

/** Where an order is, once the screens know of it. */
export function useProgress(replayId: string | undefined): Schemas["ReplayView"] | undefined {
  const { data: found } = useQuery({ ...replaysQuery, enabled: replayId !== undefined });
  return found?.data.find((one) => one.replay_id === replayId);
}
