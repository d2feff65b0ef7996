import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { type JournalSearch, KINDS } from "@/features/journal/address";
import { keys } from "@/live/cache-keys";
import { midnight } from "@/words/moments";

/** It is asked again this often: what people do comes fact by fact, and is read at leisure. */
export const EVERY_S = 30;
const LINES = 50;

interface Asked {
  since?: string;
  until?: string;
  kinds?: string[];
  sensitive?: boolean;
  actor_id?: string;
  correlation_id?: string;
}

/** What the address asks for, in the words of the API. The last day is in it. */
export function asked({ du, au, membre, genre, requete }: JournalSearch): Asked {
  const kind: { sensitive?: boolean; kinds?: readonly string[] } = genre ? KINDS[genre] : {};
  return {
    since: midnight(du),
    until: midnight(au, 1),
    actor_id: membre,
    correlation_id: requete,
    sensitive: kind.sensitive,
    kinds: kind.kinds && [...kind.kinds],
  };
}

export const journalQuery = (search: JournalSearch) => {
  const query = { ...asked(search), limit: LINES };
  return infiniteQueryOptions({
    queryKey: keys.journal(query),
    queryFn: ({ pageParam: cursor, signal }) =>
      data(api.GET("/api/journal", { params: { query: { ...query, cursor } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: EVERY_S * 1_000,
  });
};
