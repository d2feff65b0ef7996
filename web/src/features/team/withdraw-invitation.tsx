import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { useAct } from "@/app/use-act";
import { keys } from "@/live/cache-keys";
import { Confirm } from "@/ui/confirm";

interface Props {
  invitation: Schemas["InvitationView"];
  close: () => void;
}

/** The link of the mail is good for nothing any more. */
export default function WithdrawInvitation({ invitation, close }: Props) {
  const words = useTranslations("team");
  const { name, invitation_id } = invitation;
  const withdraw = useAct(
    () => api.DELETE("/api/invitations/{invitation_id}", { params: { path: { invitation_id } } }),
    words("withdrawDone", { name }),
    close,
    keys.invitations(),
  );
  return (
    <Confirm
      title={words("withdrawTitle", { name })}
      act={words("withdrawDo")}
      look="danger"
      asking={withdraw}
      close={close}
    >
      {words("withdrawLead")}
    </Confirm>
  );
}
