import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useMe } from "@/app/me";
import { useAct } from "@/app/use-act";
import { PlacesLeft } from "@/features/plan/places-left";
import { permissionsQuery } from "@/features/team/queries";
import { Roles } from "@/features/team/roles";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

/** A mail to somebody who is to join, for a role at most one's own. */
export default function Invite({ close }: { close: () => void }) {
  const words = useTranslations("team");
  const me = useMe();
  const permissions = useQuery(permissionsQuery);
  const [key] = useState(() => crypto.randomUUID());
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Schemas["RoleView"]["name"]>(
    me.organization.operator ? "support" : "agent",
  );
  const header = { "Idempotency-Key": key };
  const invite = useAct(
    () => api.POST("/api/invitations", { params: { header }, body: { email, name, role } }),
    words("inviteDone", { email }),
    close,
    keys.invitations(),
  );
  const roles = permissions.data?.roles ?? [];
  const faults = { email: faultOf(invite.error, "email"), name: faultOf(invite.error, "name") };
  return (
    <Dialog title={words("inviteTitle")} close={close}>
      <DialogForm
        act={words("inviteDo")}
        isDisabled={invite.isPending || !email.trim() || !name.trim()}
        error={(faults.email ?? faults.name) ? undefined : invite.error}
        submit={() => invite.mutate()}
        close={close}
      >
        <TextField
          label={words("inviteName")}
          value={name}
          onChange={setName}
          error={faults.name}
          autoFocus
        />
        <TextField
          type="email"
          label={words("inviteEmail")}
          hint={words("inviteHint")}
          value={email}
          onChange={setEmail}
          error={faults.email}
        />
        <Roles
          roles={roles.slice(roles.findIndex((one) => one.name === me.role))}
          chosen={role}
          choose={setRole}
        />
        <PlacesLeft />
      </DialogForm>
    </Dialog>
  );
}
