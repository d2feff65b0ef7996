import type { Schemas } from "@/api/client";

type Message = Schemas["MessageView"];

/** What can be said with the phone: exactly one of the three. */
export type Saying = Pick<Schemas["PlayedMessage"], "text" | "choice" | "location">;

/** Something that was sent, and that the thread does not show yet. */
export interface Pending {
  id: string;
  saying: Saying;
  at: string;
  state: "sending" | "sent" | "failed";
  /** Why it did not leave. */
  reason?: string;
  /** The place of the last message when it was said: what came before cannot be it. */
  after: number;
}

/** Those that the thread does not show yet. Two that say the same are two. */
export function notYetShown(pending: readonly Pending[], messages: readonly Message[]): Pending[] {
  const shown = messages.filter((message) => message.author === "contact");
  return pending.filter((one) => {
    if (one.state === "failed") return true;
    const at = shown.findIndex((message) => message.sequence > one.after && says(message, one.saying));
    if (at >= 0) shown.splice(at, 1);
    return at < 0;
  });
}

function says({ content }: Message, { text, choice, location }: Saying): boolean {
  if (text) return content?.body === text;
  if (choice) return content?.id === choice.id && content?.title === choice.title;
  return content?.latitude === location?.latitude && content?.longitude === location?.longitude;
}

/** What the customer's phone has received: not what waits, nor what did not leave. */
export function reached(message: Message): boolean {
  return message.author === "contact" || ["sent", "delivered", "read"].includes(message.status);
}

/** The messages of the customer that somebody read, or that were answered: all but the last ones unread. */
export function readIds(messages: readonly Message[], unread: number): ReadonlySet<string> {
  const lastAnswer = messages.findLastIndex((message) => message.author !== "contact" && reached(message));
  const own = messages.filter((message) => message.author === "contact");
  const readCount = own.length - unread;
  return new Set(
    own
      .filter((message, at) => at < readCount || messages.indexOf(message) < lastAnswer)
      .map((message) => message.message_id),
  );
}
