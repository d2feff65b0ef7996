import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { useToasts } from "@/ui/toasts";

export interface ActProps {
  member: Schemas["TeamMember"];
  known: Schemas["Permissions"];
  close: () => void;
}

/** Something done about a member: `told` and over once it is; the team is read again whatever came of it. */
export function useAct<T = void>(ask: (asked: T) => Promise<unknown>, told: string, close: () => void) {
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => {
      tell(told, "success");
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.members() }),
  });
}
