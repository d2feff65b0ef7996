import { useQuery } from "@tanstack/react-query";
import { membersQuery } from "@/features/conversations/queries";

/** The name of a member of the team, once known. */
export function useMemberName(userId: string | null | undefined): string | undefined {
  const { data } = useQuery(membersQuery);
  return userId ? data?.data.find((member) => member.user_id === userId)?.name : undefined;
}
