import type { QueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { Problem } from "@/api/problem";
import { belongs, type Conversation, type Filters } from "@/features/conversations/filters";
import { type Pages, withConversation } from "@/features/conversations/list-pages";
import { keys } from "@/live/cache-keys";
import type { LiveFact } from "@/live/stream";

const TOGETHER_MS = 30;
const ONE_BY_ONE = 20; // beyond that many, asking for the lists again costs less

/** Keeps every list of conversations in step, line by line. */
export class ConversationLists {
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly me: string,
  ) {}

  heard(facts: readonly LiveFact[]): void {
    for (const { ids } of facts) {
      if (ids.conversation_id) this.waiting.add(ids.conversation_id);
      else if (ids.contact_id) for (const id of this.ofContact(ids.contact_id)) this.waiting.add(id);
    }
    if (this.waiting.size) this.timer ??= setTimeout(() => void this.refresh(), TOGETHER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async refresh(): Promise<void> {
    this.timer = undefined;
    const ids = [...this.waiting];
    this.waiting.clear();
    if (ids.length > ONE_BY_ONE) {
      await this.client.invalidateQueries({ queryKey: keys.conversations() });
      return;
    }
    await Promise.all(ids.map((id) => this.refreshOne(id)));
  }

  private async refreshOne(id: string): Promise<void> {
    try {
      const path = { conversation_id: id };
      const conversation = await data(api.GET("/api/conversations/{conversation_id}", { params: { path } }));
      this.client.setQueryData(keys.conversation(id), conversation);
      this.place(conversation);
    } catch (error) {
      const unreachable = error instanceof Problem && error.status !== 404;
      if (unreachable) await this.client.invalidateQueries({ queryKey: keys.conversations() });
    }
  }

  private place(conversation: Conversation): void {
    for (const [queryKey, pages] of this.client.getQueriesData<Pages>({ queryKey: keys.conversations() })) {
      const filters = (queryKey[1] ?? {}) as Filters;
      if (pages) {
        const changed = withConversation(pages, conversation, belongs(conversation, filters, this.me));
        this.client.setQueryData(queryKey, changed);
      }
    }
  }

  private ofContact(contactId: string): string[] {
    const lists = this.client.getQueriesData<Pages>({ queryKey: keys.conversations() });
    const lines = lists.flatMap(([, pages]) => pages?.pages.flatMap((page) => page.data) ?? []);
    return lines.filter((line) => line.contact_id === contactId).map((line) => line.conversation_id);
  }
}
