import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { catchUp } from "@/features/conversations/catch-up";
import { threadQuery } from "@/features/conversations/queries";
import { useConnection } from "@/live/provider";

const AGAIN_MS = 2_000;

/** What the thread on the screen shows: the revision that an act gives back. Undefined until there is a thread. */
export function useShown(id: string): { revision: number | undefined } {
  const { data } = useInfiniteQuery({ ...threadQuery(id), select: (pages) => pages.pages[0]?.revision });
  return { revision: data };
}

/** Whether the thread is what was said: no longer once the line was cut, and again once it was read anew. */
export function useFresh(id: string): boolean {
  const client = useQueryClient();
  const lost = useConnection().state === "lost";
  const [fresh, setFresh] = useState(!lost);
  useEffect(() => {
    if (lost) setFresh(false);
    if (lost || fresh) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = () =>
      catchUp(client, id).then(
        () => stopped || setFresh(true),
        () => {
          if (!stopped) timer = setTimeout(read, AGAIN_MS);
        },
      );
    void read();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [client, id, lost, fresh]);
  return fresh && !lost;
}
