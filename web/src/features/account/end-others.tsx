import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { useToasts } from "@/ui/toasts";

/** Out everywhere else. */
export function EndOthers() {
  const words = useTranslations("account.sessions");
  const client = useQueryClient();
  const { tell } = useToasts();
  const end = useMutation({
    mutationFn: () => api.POST("/api/sessions/end-others"),
    onSuccess: () => tell(words("othersEnded"), "success"),
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions() }),
  });
  return (
    <Button isPending={end.isPending} onPress={() => end.mutate()}>
      {words("endOthers")}
    </Button>
  );
}
