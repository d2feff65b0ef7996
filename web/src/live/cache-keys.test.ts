import { describe, expect, it } from "vitest";
import { keys, touched } from "@/live/cache-keys";

const ids = { conversation_id: "c1", contact_id: "p1", message_id: "m1" };

describe("a fact makes old", () => {
  it("the message, the figures and the story, when it is about a message", () => {
    const found = touched({ name: "conversations.MessageReceived", ids });
    for (const key of [keys.message("m1"), keys.overview(), keys.timeline("p1")])
      expect(found).toContainEqual(key);
  });

  it("not the thread, when it is about who has the conversation", () => {
    const found = touched({ name: "conversations.ConversationTakenOver", ids });
    expect(found).toContainEqual(keys.timeline("p1"));
    expect(found).not.toContainEqual(keys.thread("c1"));
  });

  it("the FAQ and not the settings, when the FAQ changed", () => {
    expect(touched({ name: "assistant.FaqChanged", ids: {} })).toEqual([keys.faqs()]);
  });

  it("who waits and what is to send, when it is about a message", () => {
    const found = touched({ name: "conversations.SendLeftUncertain", ids });
    for (const key of [keys.waiting(), keys.supervision("sends")]) expect(found).toContainEqual(key);
  });

  it("nothing that is not shown", () => {
    expect(touched({ name: "reservations.ValueReserved", ids: {} })).toEqual([]);
  });
});
