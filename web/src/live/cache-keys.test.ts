import { describe, expect, it } from "vitest";
import { keys, touched } from "@/live/cache-keys";

const ME = "u1";
const ids = { conversation_id: "c1", contact_id: "p1", message_id: "m1" };

describe("a fact makes old", () => {
  it("the message, the figures and the story, when it is about a message", () => {
    const found = touched({ name: "conversations.MessageReceived", ids }, ME);
    for (const key of [keys.message("m1"), keys.overview(), keys.timeline("p1")])
      expect(found).toContainEqual(key);
  });

  it("not the thread, when it is about who has the conversation", () => {
    const found = touched({ name: "conversations.ConversationTakenOver", ids }, ME);
    expect(found).toContainEqual(keys.timeline("p1"));
    expect(found).not.toContainEqual(keys.thread("c1"));
  });

  it("the FAQ and not the settings, when the FAQ changed", () => {
    expect(touched({ name: "assistant.FaqChanged", ids: {} }, ME)).toEqual([keys.faqs()]);
  });

  it("who waits and what is to send, when it is about a message", () => {
    const found = touched({ name: "conversations.SendLeftUncertain", ids }, ME);
    for (const key of [keys.waiting(), keys.supervision("sends")]) expect(found).toContainEqual(key);
  });

  it("the licences, or what is done with many of them", () => {
    const told = (name: string) => touched({ name: `licensing.${name}`, ids: {} }, ME);
    expect(told("LicenceExtended")).toEqual([keys.licences()]);
    expect(told("LicenceSettingsChanged")).toEqual([keys.licences()]);
    expect(told("BatchAdvanced")).toEqual([keys.licenceBatches()]);
  });

  it("nothing that is not shown", () => {
    expect(touched({ name: "reservations.ValueReserved", ids: {} }, ME)).toEqual([]);
  });

  it("the team, and who one is when it is about oneself", () => {
    const suspended = (user_id: string) => touched({ name: "tenancy.UserSuspended", ids: { user_id } }, ME);
    expect(suspended("u2")).toEqual([keys.members(), keys.plan()]);
    expect(suspended(ME)).toEqual([keys.members(), keys.plan(), keys.me()]);
  });

  it("what is left of the plan, when it or the team changes", () => {
    for (const name of ["PlanChanged", "InvitationWithdrawn", "RoleChanged"])
      expect(touched({ name: `tenancy.${name}`, ids: {} }, ME)).toContainEqual(keys.plan());
  });

  it("one's sessions and one's second factor, not those of others", () => {
    const told = (name: string, user_id: string) =>
      touched({ name: `tenancy.${name}`, ids: { user_id } }, ME);
    expect(told("SessionOpened", ME)).toEqual([keys.sessions()]);
    expect(told("SessionOpened", "u2")).toEqual([]);
    for (const name of ["SecondFactorConfirmed", "SecondFactorRemoved", "RecoveryCodeUsed"]) {
      expect(told(name, ME)).toContainEqual(keys.secondFactor());
      expect(told(name, "u2")).toEqual([]);
    }
  });

  it("who one is, when a session of one's own is over: it may be this one", () => {
    for (const name of ["SessionEnded", "SessionsRevoked", "PasswordSet"]) {
      const told = (user_id: string) => touched({ name: `tenancy.${name}`, ids: { user_id } }, ME);
      expect(told(ME)).toEqual([keys.sessions(), keys.me()]);
      expect(told("u2")).toEqual([]);
    }
  });

  it("the rule of the organisation, and what it asks of everybody", () => {
    expect(touched({ name: "tenancy.SecurityPolicyChanged", ids: {} }, ME)).toEqual([
      keys.security(),
      keys.secondFactor(),
    ]);
  });

  it("who came from the support, and for those the organisations, when somebody of theirs did something", () => {
    expect(touched({ name: "tenancy.StaffVisitOpened", ids: {} }, ME)).toEqual([keys.visits()]);
    const ended = (staff_id: string) => touched({ name: "tenancy.StaffVisitEnded", ids: { staff_id } }, ME);
    expect(ended("u2")).toEqual([keys.visits()]);
    expect(ended(ME)).toEqual([keys.visits(), keys.me()]);
    expect(touched({ name: "tenancy.StaffActed", ids: {} }, ME)).toEqual([keys.tenants()]);
  });
});
