import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { useToasts } from "@/ui/toasts";

export interface ActProps {
  member: Schemas["TeamMember"];
  known: Schemas["Permissions"];
  close: () => void;
}

/** Something done about the team: `told` and over once it is; what it `changes` is read again whatever came of it. */
export function useAct<T = void>(
  ask: (asked: T) => Promise<unknown>,
  told: string,
  close: () => void,
  changes: readonly unknown[] = keys.members(),
) {
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => {
      tell(told, "success");
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: changes }),
  });
}
