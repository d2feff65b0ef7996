import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";

const ID = "6e58ebcc-ec1a-86f2-811a-30952ee22c1c";

/** A server whose conversation is at `revision`, with one message per revision. */
class Server {
  revision = 1;
  readonly asked: string[] = [];

  answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    this.asked.push(pathname.endsWith("/messages") ? "messages" : "conversation");
    if (!pathname.endsWith("/messages"))
      return Response.json({ conversation_id: ID, revision: this.revision, unread: 0 });
    const data = Array.from({ length: this.revision }, (_, at) => ({
      message_id: `m${this.revision - at}`,
      sequence: this.revision - at,
      at: new Date((this.revision - at) * 1000).toISOString(),
    }));
    return Response.json({ data, next_cursor: null, stale: false });
  };
}

async function opened() {
  const server = new Server();
  vi.stubGlobal("fetch", server.answer);
  vi.resetModules();
  const { catchUp } = await import("@/features/conversations/catch-up");
  const { threadQuery } = await import("@/features/conversations/queries");
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const observer = new InfiniteQueryObserver(client, threadQuery(ID));
  const close = observer.subscribe(() => undefined);
  await vi.waitUntil(() => observer.getCurrentResult().isSuccess);
  const shown = () => client.getQueryData(threadQuery(ID).queryKey)?.pages[0];
  return { server, catchUp: () => catchUp(client, ID), shown, close };
}

afterEach(() => vi.unstubAllGlobals());

describe("the revision that an answer gives back", () => {
  it("is read before the messages, on opening", async () => {
    const { server, shown, close } = await opened();
    expect(server.asked).toEqual(["conversation", "messages"]);
    expect(shown()?.revision).toBe(1);
    close();
  });

  it("goes forward with what is shown, and never before it", async () => {
    const { server, catchUp, shown, close } = await opened();
    server.revision = 3;
    server.asked.length = 0;
    await catchUp();
    expect(server.asked).toEqual(["conversation", "messages"]);
    expect([shown()?.revision, shown()?.data.map((one) => one.message_id)]).toEqual([3, ["m3", "m2", "m1"]]);
    close();
  });
});
