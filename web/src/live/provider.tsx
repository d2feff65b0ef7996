import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { ConversationLists } from "@/features/conversations/live";
import { GATHERED, keys, touched } from "@/live/cache-keys";
import { Gathered } from "@/live/gathered";
import { type Connection, type LiveFact, LiveStream } from "@/live/stream";

/** The server remembers what somebody may do for two seconds (`standing.REMEMBERED`): asked before, it tells what was. */
const STANDING_MS = 2_500;

const Live = createContext<Connection>({ state: "connecting" });

/** How fresh the screens are. An agent must not answer on a thread that may be old. */
export function useConnection(): Connection {
  return useContext(Live);
}

/** Keeps the cache in step with what happens, for as long as somebody is signed in. */
export function LiveProvider({ me, children }: { me: string; children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  useEffect(() => {
    const lists = new ConversationLists(client, me);
    const gathered = new Gathered((queryKey) => void client.invalidateQueries({ queryKey }));
    const standing = new Gathered((queryKey) => void client.invalidateQueries({ queryKey }), STANDING_MS);
    const old = (facts: readonly LiveFact[]) => {
      const changed = new Map(
        facts.flatMap((fact) => touched(fact, me)).map((key) => [JSON.stringify(key), key]),
      );
      for (const queryKey of changed.values()) {
        if (queryKey[0] === keys.me()[0]) standing.add(queryKey);
        else if (GATHERED.has(queryKey[0])) gathered.add(queryKey);
        else void client.invalidateQueries({ queryKey });
      }
      lists.heard(facts);
    };
    const stream = new LiveStream({
      facts: old,
      notification: () => void client.invalidateQueries({ queryKey: keys.notifications() }),
      reload: () => void client.invalidateQueries(),
      connection: setConnection,
    });
    stream.start();
    return () => {
      stream.stop();
      lists.stop();
      gathered.stop();
      standing.stop();
    };
  }, [client, me]);
  return <Live value={connection}>{children}</Live>;
}
