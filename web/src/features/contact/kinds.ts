const conversation = (...names: string[]) => names.map((name) => `conversations.${name}`);

const SAID = conversation(
  "MessageReceived",
  "MessageQueued",
  "MessageEdited",
  "MessageRetracted",
  "MessageReacted",
);
const FOLLOWED = conversation(
  "ConversationStarted",
  "ConversationTakenOver",
  "ConversationHandedOver",
  "ConversationHandedBack",
  "ConversationAssigned",
  "ConversationUnassigned",
  "ConversationEscalated",
  "ConversationResolved",
  "ConversationReopened",
  "ConversationClosed",
  "ConversationSnoozed",
);
const SENT = conversation(
  "SendAttempted",
  "SendPostponed",
  "SendLeftUncertain",
  "SendSettled",
  "MessageSent",
  "MessageDelivered",
  "MessageRead",
  "MessageFailed",
  "MessageDiscarded",
);

/** The filters of a story, in the words of the API (20 at most): what matters first, everything last. */
export const KINDS = {
  essential: [...SAID.slice(0, 4), ...FOLLOWED, "conversations.MessageFailed", "contacts"],
  said: SAID,
  followed: FOLLOWED,
  sent: SENT,
  record: ["contacts"],
  all: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type StoryKind = keyof typeof KINDS;
export const STORY_KINDS = Object.keys(KINDS) as StoryKind[];
