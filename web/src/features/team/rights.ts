import type { Schemas } from "@/api/client";

type Permission = Schemas["PermissionView"];
type Member = Pick<Schemas["TeamMember"], "role" | "granted" | "withdrawn">;
type Departures = Pick<Member, "granted" | "withdrawn">;

export type Standing = "role" | "granted" | "withdrawn" | "none";

/** How somebody comes to have a right, or not to. */
export function standing(inRole: boolean, has: boolean): Standing {
  if (inRole) return has ? "role" : "withdrawn";
  return has ? "granted" : "none";
}

export const heldByRole = (permissions: readonly Permission[], role: string): ReadonlySet<string> =>
  new Set(permissions.filter((one) => one.roles.some((name) => name === role)).map((one) => one.name));

/** What somebody may do: their role's, what was granted, less what was withdrawn. */
export function heldBy(member: Member, inRole: ReadonlySet<string>): ReadonlySet<string> {
  const gone = new Set(member.withdrawn);
  return new Set([...inRole, ...member.granted].filter((name) => !gone.has(name)));
}

/**
 * What departs from the role when somebody is to have just these. A departure of before that changes nothing under this
 * role stays: it tells under another one.
 */
export function departures(
  member: Member,
  inRole: ReadonlySet<string>,
  has: ReadonlySet<string>,
): Departures {
  const granted = [...has].filter((name) => !inRole.has(name) || member.granted.includes(name));
  const lost = new Set([...inRole, ...member.withdrawn]);
  const withdrawn = [...lost].filter((name) => !has.has(name));
  return { granted: granted.sort(), withdrawn: withdrawn.sort() };
}

/** Rights worth showing: what the member has or had by their role, and what the person who looks may give. */
export const shownRights = (
  permissions: readonly Permission[],
  member: Member,
  mine: readonly string[],
): readonly Permission[] =>
  permissions.filter(
    ({ name, roles, kept }) =>
      !kept &&
      (mine.includes(name) || roles.some((role) => role === member.role) || member.granted.includes(name)),
  );
