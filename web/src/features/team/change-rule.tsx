import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";
import { useToasts } from "@/ui/toasts";

/** The rule for all, once what follows was read. */
export default function ChangeRule({ on, close }: { on: boolean; close: () => void }) {
  const words = useTranslations("team.security");
  const client = useQueryClient();
  const { tell } = useToasts();
  const change = useMutation({
    mutationFn: () => api.PUT("/api/organisation/security", { body: { second_factor_required: on } }),
    onSuccess: () => {
      tell(words(on ? "asked" : "freed"), "success");
      close();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.security() }),
        client.invalidateQueries({ queryKey: keys.secondFactor() }),
      ]),
  });
  return (
    <Confirm
      title={words(on ? "askTitle" : "freeTitle")}
      act={words(on ? "ask" : "free")}
      look={on ? "primary" : "danger"}
      asking={change}
      close={close}
    >
      {words(on ? "askLead" : "freeLead")}
    </Confirm>
  );
}
