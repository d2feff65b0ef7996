import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { session } from "@/api/session";
import { Confirm } from "@/ui/confirm";

/** Out everywhere, here too. */
export default function EndAll({ close }: { close: () => void }) {
  const words = useTranslations("account.sessions");
  const end = useMutation({
    mutationFn: () => api.DELETE("/api/sessions"),
    onSuccess: () => session.leave(),
  });
  return (
    <Confirm title={words("endAllTitle")} act={words("endAll")} look="danger" asking={end} close={close}>
      {words("endAllLead")}
    </Confirm>
  );
}
