import { api, data, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { session } from "@/api/session";
import { EventParser, type ServerEvent } from "@/live/events";

export type LiveFact = Schemas["LiveFactView"];

/** `live`: told at once. `polling`: asked every few seconds. `lost`: nothing is known since `since`. */
export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  | { state: "polling" }
  | { state: "lost"; since: Date };

export interface Heard {
  facts(facts: readonly LiveFact[]): void;
  notification(data: unknown): void;
  /** Nobody can tell what was missed: everything shown must be loaded again. */
  reload(): void;
  connection(connection: Connection): void;
}

const SILENCE_MS = 40_000; // a comment comes every 15 s: two missed and a bit
const LONGEST_PAUSE_MS = 15_000;
const FAILURES_BEFORE_POLLING = 3;
const POLL_MS = 4_000;

/** Follows what happens in the organisation, and takes up again exactly where it was cut. */
export class LiveStream {
  private place: number | undefined;
  private failures = 0;
  private lostSince: Date | undefined;
  private readonly stopped = new AbortController();
  private cut = new AbortController();
  private wake: () => void = () => undefined;

  constructor(private readonly heard: Heard) {}

  start(): void {
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.cutNow);
    document.addEventListener("visibilitychange", this.hurry);
    void this.run();
  }

  stop(): void {
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.cutNow);
    document.removeEventListener("visibilitychange", this.hurry);
    this.stopped.abort();
    this.wake();
  }

  /** The machine knows at once that its line is cut; a silent stream would take 40 s to tell. */
  private cutNow = (): void => this.cut.abort();

  private hurry = (event: Event): void => {
    if (event.type === "online") this.failures = 0; // what failed was the network: a stream comes first again
    if (document.visibilityState === "visible") this.wake();
  };

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted && session.current()) {
      try {
        await this.follow();
        this.failures = 0; // the server let us go, in good order
      } catch {
        this.failures += 1;
        this.lost();
      }
      if (this.stopped.signal.aborted) return;
      if (this.failures >= FAILURES_BEFORE_POLLING && this.place !== undefined) await this.poll();
      await this.pause(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** this.failures));
    }
  }

  private async follow(): Promise<void> {
    const cut = new AbortController();
    this.cut = cut;
    const abort = () => cut.abort();
    this.stopped.signal.addEventListener("abort", abort, { once: true });
    let watchdog = setTimeout(abort, SILENCE_MS);
    try {
      const response = await fetch("/api/live", {
        headers: await this.headers(),
        signal: cut.signal,
        cache: "no-store",
      });
      if (response.status === 401) session.refused();
      if (!response.ok || !response.body) throw await Problem.of(response);
      this.found({ state: "live" });
      const parser = new EventParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, SILENCE_MS);
        this.failures = 0;
        this.take(parser.push(read.value));
        if (parser.id) this.place = Number(parser.id);
      }
    } finally {
      clearTimeout(watchdog);
      this.stopped.signal.removeEventListener("abort", abort);
    }
  }

  private async headers(): Promise<HeadersInit> {
    const headers = new Headers({
      Authorization: `Bearer ${(await session.token()) ?? ""}`,
      Accept: "text/event-stream",
    });
    if (this.place !== undefined) headers.set("Last-Event-ID", String(this.place));
    return headers;
  }

  private take(events: readonly ServerEvent[]): void {
    const facts: LiveFact[] = [];
    for (const { event, data } of events) {
      if (event === "fact") facts.push(JSON.parse(data) as LiveFact);
      if (event === "notification") this.heard.notification(JSON.parse(data));
      // What was loaded before the line was open may be older than where the line begins.
      if (event === "hello" || event === "resync") this.heard.reload();
    }
    if (facts.length) this.heard.facts(facts);
  }

  /** The same facts, asked for: some networks hold streams back. Ends when a stream is worth another try. */
  private async poll(): Promise<void> {
    for (let round = 0; round < 10 && !this.stopped.signal.aborted; round += 1) {
      try {
        const query = { after: this.place, limit: 500 };
        const found = await data(api.GET("/api/live/facts", { params: { query } }));
        this.place = found.next;
        if (found.data.length) this.heard.facts(found.data);
        this.found({ state: "polling" });
      } catch {
        this.lost();
        return;
      }
      await this.pause(POLL_MS);
    }
    this.failures = 0;
  }

  private found(connection: Connection): void {
    this.lostSince = undefined;
    this.heard.connection(connection);
  }

  private lost(): void {
    this.lostSince ??= new Date();
    this.heard.connection({ state: "lost", since: this.lostSince });
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
