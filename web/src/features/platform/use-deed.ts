import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { useToasts } from "@/ui/toasts";

export type Tenant = Schemas["TenantView"];

export interface DeedProps {
  tenant: Tenant;
  close: () => void;
}

/** Something done about an organisation: `told` and over once it is. */
export function useDeed(ask: (reason: string) => Promise<unknown>, told: string, close: () => void) {
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => {
      tell(told, "success");
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.tenants() }),
  });
}
