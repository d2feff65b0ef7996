import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import { departures, heldBy, heldByRole, shownRights, standing } from "@/features/team/rights";

const right = (name: string, roles: Schemas["PermissionView"]["roles"], kept = false) => ({
  name,
  label: name,
  roles,
  kept,
  for_keys: true,
});
const RIGHTS = [
  right("me.read", ["admin", "agent"], true),
  right("reply", ["admin", "agent"]),
  right("configure", ["admin"]),
  right("suspend", ["admin"]),
];
const agent = (granted: string[] = [], withdrawn: string[] = []) => ({
  role: "agent" as const,
  granted,
  withdrawn,
});
const inRole = heldByRole(RIGHTS, "agent");

it("a right is the role's, given, withdrawn, or absent", () => {
  expect([
    standing(true, true),
    standing(false, true),
    standing(true, false),
    standing(false, false),
  ]).toEqual(["role", "granted", "withdrawn", "none"]);
});

it("what somebody has is their role's, more, and less", () => {
  expect([...heldBy(agent(["configure"], ["reply"]), inRole)]).toEqual(["me.read", "configure"]);
});

describe("what is asked for", () => {
  it("is nothing when it is what the role holds", () => {
    expect(departures(agent(["configure"], ["reply"]), inRole, inRole)).toEqual({
      granted: [],
      withdrawn: [],
    });
  });

  it("is what is more and what is less", () => {
    expect(departures(agent(), inRole, new Set(["me.read", "configure"]))).toEqual({
      granted: ["configure"],
      withdrawn: ["reply"],
    });
  });

  it("keeps a departure that would tell under another role", () => {
    const member = agent(["reply"], ["configure"]);
    expect(departures(member, inRole, heldBy(member, inRole))).toEqual({
      granted: ["reply"],
      withdrawn: ["configure"],
    });
  });
});

describe("what is shown", () => {
  const names = (member: ReturnType<typeof agent>, mine: string[]) =>
    shownRights(RIGHTS, member, mine).map((one) => one.name);

  it("is what the role holds and what one may give, but for what nobody can be without", () => {
    expect(names(agent(), ["configure"])).toEqual(["reply", "configure"]);
  });

  it("is also what was given by somebody else", () => {
    expect(names(agent(["suspend"]), [])).toEqual(["reply", "suspend"]);
  });
});
