import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { useAct } from "@/app/use-act";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

interface Props {
  known: Schemas["ApiKeyView"];
  close: () => void;
}

/** The program is refused from then on. */
export default function Revoke({ known, close }: Props) {
  const words = useTranslations("apiKeys");
  const { name, key_id } = known;
  const revoke = useAct(
    () => api.DELETE("/api/keys/{key_id}", { params: { path: { key_id } } }),
    words("revokeDone", { name }),
    close,
    keys.apiKeys(),
  );
  return (
    <Confirm
      title={words("revokeTitle", { name })}
      act={words("revokeDo")}
      look="danger"
      asking={revoke}
      close={close}
    >
      {words("revokeLead")}
    </Confirm>
  );
}
