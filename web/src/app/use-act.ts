import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/ui/toasts";

/** Something that is done: `told` and over once it is; what it `changes` is read again whatever came of it. */
export function useAct<T = void, R = unknown>(
  ask: (asked: T) => Promise<R>,
  told: string,
  close: () => void,
  changes: readonly unknown[],
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
