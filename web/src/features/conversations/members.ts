import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { membersQuery } from "@/features/conversations/queries";

/** The name of a member of the team, once known. */
export function useMemberName(userId: string | null | undefined): string | undefined {
  return useMembers().get(userId ?? "");
}

/** The names of the members of the team, by id. */
export function useMembers(): ReadonlyMap<string, string> {
  const { data } = useQuery(membersQuery);
  return useMemo(() => new Map(data?.data.map((one) => [one.user_id, one.name])), [data]);
}
