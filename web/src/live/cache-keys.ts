import type { QueryKey } from "@tanstack/react-query";
import type { LiveFact } from "@/live/stream";

/** Every key of the cache begins with one of these. Nothing else in the code spells them. */
export const keys = {
  me: () => ["me"] as const,
  timeZones: () => ["time-zones"] as const,
  members: () => ["members"] as const,
  invitations: () => ["invitations"] as const,
  plan: () => ["plan"] as const,
  apiKeys: () => ["api-keys"] as const,
  permissions: () => ["permissions"] as const,
  security: () => ["security"] as const,
  secondFactor: () => ["second-factor"] as const,
  sessions: () => ["sessions"] as const,
  proof: () => ["proof"] as const,
  visits: () => ["visits"] as const,
  tenants: (query?: object) => (query ? (["tenants", query] as const) : (["tenants"] as const)),
  channels: () => ["channels"] as const,
  conversations: (filters?: object) =>
    filters ? (["conversations", filters] as const) : (["conversations"] as const),
  conversation: (id: string) => ["conversation", id] as const,
  thread: (id: string) => ["thread", id] as const,
  message: (id: string) => ["message", id] as const,
  media: (messageId: string) => ["media", messageId] as const,
  why: (messageId: string) => ["why", messageId] as const,
  contact: (id: string) => ["contact", id] as const,
  timeline: (id: string, kinds?: readonly string[]) =>
    (kinds ? ["timeline", id, kinds] : ["timeline", id]) as QueryKey,
  assistant: () => ["assistant"] as const,
  faqs: () => ["faqs"] as const,
  /** What the FAQ has for a question: old as soon as the FAQ is. */
  similar: (question: string) => ["faqs", "similar", question] as const,
  overview: (query?: object) => (query ? (["overview", query] as const) : (["overview"] as const)),
  figureRows: (query: object) => ["figure-rows", query] as const,
  definitions: () => ["definitions"] as const,
  waiting: (part?: string) => (part ? (["waiting", part] as const) : (["waiting"] as const)),
  supervision: (...part: readonly unknown[]) => ["supervision", ...part] as const,
  journal: (query: object) => ["journal", query] as const,
  licences: (...part: readonly unknown[]) => ["licences", ...part] as const,
  licenceBatches: (...part: readonly unknown[]) => ["licence-batches", ...part] as const,
  health: () => ["health"] as const,
  providers: () => ["providers"] as const,
  notifications: () => ["notifications"] as const,
  templates: (asked?: object) => (asked ? (["templates", asked] as const) : (["templates"] as const)),
  phone: (channelId?: string, number?: string) =>
    channelId ? (["phone", channelId, number] as const) : (["phone"] as const),
};

/** What many facts touch, and costs a sum: asked again once they are quiet, or every so often. */
export const GATHERED: ReadonlySet<unknown> = new Set(["overview", "waiting", "supervision", "licences"]);

/** `own`: it is about the person who looks. */
type Touches = (ids: Readonly<Record<string, string>>, own: boolean) => readonly QueryKey[];

// Lines of conversations and threads are kept in step one by one, by `ConversationLists`: they are not named here.
const conversation: Touches = () => [keys.overview(), keys.waiting()];
const message: Touches = (ids) => [
  ...(ids.message_id ? [keys.why(ids.message_id), keys.message(ids.message_id)] : []),
  keys.overview(),
  keys.waiting(),
  keys.supervision("sends"),
];
const contact: Touches = ({ contact_id: id }) => (id ? [keys.contact(id)] : []);
const member: Touches = (_, own) => [keys.members(), keys.plan(), ...(own ? [keys.me()] : [])];
const invitation: Touches = () => [keys.invitations(), keys.plan()];
const ownSessions: Touches = (_, own) => (own ? [keys.sessions()] : []);
/** It may be this one: asking who one is tells. */
const ownSessionsOver: Touches = (_, own) => (own ? [keys.sessions(), keys.me()] : []);
const ownFactor: Touches = (_, own) => (own ? [keys.secondFactor()] : []);
/** Colleagues are not told of it: their list says so when it is next read. */
const ownFactorChanged: Touches = (_, own) => (own ? [keys.secondFactor(), keys.members()] : []);

/** What each kind of fact changes on the screens, by the longest prefix of its name. The one place that knows. */
const TOUCHED: Readonly<Record<string, Touches>> = {
  "conversations.Conversation": conversation,
  "conversations.ConversationStarted": (...about) => [...conversation(...about), keys.phone()],
  "conversations.MemberNotified": () => [keys.notifications()],
  "conversations.": message,
  "contacts.": contact,
  "notifications.": () => [keys.notifications()],
  "assistant.Faq": () => [keys.faqs()],
  "assistant.": () => [keys.assistant()],
  "channels.Template": () => [keys.templates()],
  "channels.": () => [keys.channels(), keys.supervision()],
  "licensing.Batch": () => [keys.licenceBatches()],
  "licensing.": () => [keys.licences()],
  "tenancy.UserRegistered": member,
  "tenancy.UserSuspended": member,
  "tenancy.MemberInvited": invitation,
  "tenancy.Invitation": invitation,
  "tenancy.ApiKey": () => [keys.apiKeys()],
  "tenancy.UserReactivated": member,
  "tenancy.RoleChanged": member,
  "tenancy.PermissionsChanged": member,
  "tenancy.PlanChanged": () => [keys.plan()],
  "tenancy.SessionOpened": ownSessions,
  "tenancy.SessionRefreshed": ownSessions,
  "tenancy.SessionKept": ownSessions,
  "tenancy.SessionEnded": ownSessionsOver,
  "tenancy.SessionsRevoked": ownSessionsOver,
  "tenancy.PasswordSet": ownSessionsOver,
  "tenancy.SecondFactor": ownFactor,
  "tenancy.SecondFactorConfirmed": ownFactorChanged,
  "tenancy.SecondFactorRemoved": ownFactorChanged,
  "tenancy.RecoveryCode": ownFactor,
  "tenancy.StaffVisitOpened": () => [keys.visits()],
  /** The visitor asks who they are here, and learns that they are nobody. */
  "tenancy.StaffVisitEnded": (_, own) => (own ? [keys.visits(), keys.me()] : [keys.visits()]),
  "tenancy.StaffActed": () => [keys.tenants()],
  "tenancy.SecurityPolicyChanged": () => [keys.security(), keys.secondFactor()],
  "tenancy.OrganisationFounded": () => [keys.me()],
  "tenancy.OrganisationEdited": () => [keys.me(), keys.tenants()],
};

const PREFIXES = Object.keys(TOUCHED).sort((a, b) => b.length - a.length);

/** The keys that a fact makes old for `me`. Whatever names a contact also makes its timeline old. */
export function touched(fact: Pick<LiveFact, "name" | "ids">, me: string): readonly QueryKey[] {
  const own = fact.ids.user_id === me || fact.ids.staff_id === me;
  const prefix = PREFIXES.find((one) => fact.name.startsWith(one));
  const found = prefix ? (TOUCHED[prefix]?.(fact.ids, own) ?? []) : [];
  return fact.ids.contact_id ? [...found, keys.timeline(fact.ids.contact_id)] : found;
}
