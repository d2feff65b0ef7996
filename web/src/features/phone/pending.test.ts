import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import { notYetShown, type Pending, reached, readIds, type Saying } from "@/features/phone/pending";

type Message = Schemas["MessageView"];

const message = (sequence: number, content: object, more: Partial<Message> = {}): Message =>
  ({
    message_id: `m${sequence}`,
    sequence,
    author: "contact",
    content,
    status: "received",
    ...more,
  }) as Message;
const body = (sequence: number, text: string) => message(sequence, { kind: "text", body: text });
const sent = (saying: Saying, after: number, more: Partial<Pending> = {}): Pending => ({
  id: `p${after}`,
  saying,
  at: "",
  state: "sent",
  after,
  ...more,
});

describe("what was sent waits until the thread shows it", () => {
  it("and an older message that says the same is not it", () => {
    const one = sent({ text: "Bonjour" }, 5);
    expect(notYetShown([one], [body(4, "Bonjour")])).toEqual([one]);
    expect(notYetShown([one], [body(6, "Bonjour")])).toEqual([]);
  });

  it("twice, when it was said twice", () => {
    const twice = [sent({ text: "Allô" }, 5), sent({ text: "Allô" }, 5)];
    expect(notYetShown(twice, [body(6, "Allô")])).toHaveLength(1);
    expect(notYetShown(twice, [body(6, "Allô"), body(7, "Allô")])).toHaveLength(0);
  });

  it("whatever its kind", () => {
    const place = { latitude: 45.76, longitude: 4.83 };
    const pick = { id: "yes", title: "Oui" };
    const shown = [message(6, { kind: "location", ...place }), message(7, { kind: "choice", ...pick })];
    expect(notYetShown([sent({ location: place }, 5), sent({ choice: pick }, 5)], shown)).toEqual([]);
  });

  it("for ever, when it did not leave", () => {
    expect(notYetShown([sent({ text: "Allô" }, 5, { state: "failed" })], [body(6, "Allô")])).toHaveLength(1);
  });
});

describe("the phone of the customer", () => {
  it("has what left, and nothing else", () => {
    const ours = (status: string) => reached(message(1, {}, { author: "user", status }));
    expect(["sent", "delivered", "read"].every(ours)).toBe(true);
    expect(["queued", "attempted", "uncertain", "failed", "discarded"].some(ours)).toBe(false);
  });

  it("shows as read what was opened, and what was answered", () => {
    const answer = message(3, {}, { author: "assistant", status: "sent" });
    const thread = [body(1, "a"), body(2, "b"), answer, body(4, "c"), body(5, "d")];
    expect([...readIds(thread, 1)]).toEqual(["m1", "m2", "m4"]);
    expect([...readIds(thread, 4)]).toEqual(["m1", "m2"]);
    expect([...readIds(thread, 0)]).toEqual(["m1", "m2", "m4", "m5"]);
  });
});
