import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/live/cache-keys";
import { useToasts } from "@/ui/toasts";

/** Something that is done against a code; `told` once it is. The state is read again whatever came of it. */
export function useCode<T>(
  ask: (code: string) => Promise<T>,
  told: string,
  then: () => void = () => undefined,
) {
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => {
      tell(told, "success");
      then();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.secondFactor() }),
  });
}
