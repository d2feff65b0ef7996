import type { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { catchUp } from "@/features/conversations/catch-up";
import { belongs, type Conversation, type Filters } from "@/features/conversations/filters";
import { type Pages, withConversation } from "@/features/conversations/list-pages";
import { keys } from "@/live/cache-keys";
import type { LiveFact } from "@/live/stream";

const TOGETHER_MS = 30;
const ONE_BY_ONE = 20; // beyond that many, asking for the lists again costs less

/** Keeps every list of conversations in step, line by line, and the threads that are shown. One reading at a time. */
export class ConversationLists {
  private readonly waiting = new Map<string, Set<string>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly client: QueryClient,
    private readonly me: string,
  ) {}

  heard(facts: readonly LiveFact[]): void {
    for (const { ids } of facts) {
      if (ids.conversation_id) this.wait(ids.conversation_id, ids.message_id);
      else if (ids.contact_id) for (const id of this.ofContact(ids.contact_id)) this.wait(id);
    }
    this.soon();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(id: string, messageId?: string): void {
    const changed = this.waiting.get(id) ?? new Set();
    if (messageId) changed.add(messageId);
    this.waiting.set(id, changed);
  }

  private soon(): void {
    if (this.waiting.size && !this.running) this.timer ??= setTimeout(() => void this.refresh(), TOGETHER_MS);
  }

  private async refresh(): Promise<void> {
    this.timer = undefined;
    this.running = true;
    const heard = [...this.waiting];
    this.waiting.clear();
    try {
      await this.all(heard);
    } finally {
      this.running = false;
      this.soon();
    }
  }

  private async all(heard: readonly (readonly [string, Set<string>])[]): Promise<void> {
    const many = heard.length > ONE_BY_ONE;
    const shown = many ? heard.filter(([id]) => this.isShown(id)) : heard;
    await Promise.all(shown.map(([id, changed]) => this.refreshOne(id, [...changed])));
    if (many) await this.client.invalidateQueries({ queryKey: keys.conversations() });
  }

  private async refreshOne(id: string, changed: readonly string[]): Promise<void> {
    try {
      this.place(await catchUp(this.client, id, changed));
    } catch (error) {
      const unreachable = error instanceof Problem && error.status !== 404;
      if (!unreachable) return;
      await this.client.invalidateQueries({ queryKey: keys.conversations() });
      await this.client.invalidateQueries({ queryKey: keys.conversation(id) });
      await this.client.invalidateQueries({ queryKey: keys.thread(id) });
    }
  }

  private isShown(id: string): boolean {
    return (
      this.client
        .getQueryCache()
        .find({ queryKey: keys.thread(id) })
        ?.isActive() ?? false
    );
  }

  private place(conversation: Conversation): void {
    for (const [queryKey, pages] of this.client.getQueriesData<Pages>({ queryKey: keys.conversations() })) {
      const filters = (queryKey[1] ?? {}) as Filters;
      if (pages) {
        const mine = belongs(conversation, filters, this.me, new Date());
        this.client.setQueryData(queryKey, withConversation(pages, conversation, mine));
      }
    }
  }

  private ofContact(contactId: string): string[] {
    const lists = this.client.getQueriesData<Pages>({ queryKey: keys.conversations() });
    const lines = lists.flatMap(([, pages]) => pages?.pages.flatMap((page) => page.data) ?? []);
    return lines.filter((line) => line.contact_id === contactId).map((line) => line.conversation_id);
  }
}
