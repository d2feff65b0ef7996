import type { QueryKey } from "@tanstack/react-query";

const TOGETHER_MS = 2_000;

/** Says once, for all the facts of two seconds or so, what they made old. */
export class Gathered {
  private readonly waiting = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly say: (key: QueryKey) => void,
    private readonly togetherMs = TOGETHER_MS,
  ) {}

  add(key: QueryKey): void {
    this.waiting.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => this.flush(), this.togetherMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    this.timer = undefined;
    const keys = [...this.waiting.values()];
    this.waiting.clear();
    for (const key of keys) this.say(key);
  }
}
