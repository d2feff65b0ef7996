interface Draft {
  text: string;
  /** The idempotency key of this text: sending it again after a doubt sends nothing more. */
  key: string;
}

const place = (conversationId: string) => `palabre.draft.${conversationId}`;

/** What somebody was writing in a conversation: it survives a reload and a change of conversation. */
export function readDraft(conversationId: string): Draft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(conversationId)) ?? "null") as Draft | null;
    if (kept && typeof kept.text === "string" && typeof kept.key === "string") return kept;
  } catch {
    // what cannot be read is no draft
  }
  return { text: "", key: crypto.randomUUID() };
}

export function keepDraft(conversationId: string, draft: Draft): void {
  if (draft.text) sessionStorage.setItem(place(conversationId), JSON.stringify(draft));
  else sessionStorage.removeItem(place(conversationId));
}

/** The draft with other words: another text is another message, so it gets another key. */
export function rewritten(draft: Draft, text: string): Draft {
  return text === draft.text ? draft : { text, key: crypto.randomUUID() };
}
