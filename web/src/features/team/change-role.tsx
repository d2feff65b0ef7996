import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useMe } from "@/app/me";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/team/act-props";
import { Roles } from "@/features/team/roles";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";

/** Another role, at most one's own. */
export default function ChangeRole({ member, known, close }: ActProps) {
  const words = useTranslations();
  const me = useMe();
  const [role, setRole] = useState(member.role);
  const params = { path: { user_id: member.user_id } };
  const change = useAct(
    () => api.POST("/api/members/{user_id}/role", { params, body: { role } }),
    words("team.roleDone"),
    close,
    keys.members(),
  );
  const mine = known.roles.findIndex((one) => one.name === me.role);
  const departs = member.granted.length + member.withdrawn.length > 0;
  return (
    <Dialog title={words("team.roleTitle", { name: member.name })} close={close}>
      <DialogForm
        act={words("states.save")}
        isDisabled={change.isPending || role === member.role}
        error={change.error}
        submit={() => change.mutate()}
        close={close}
      >
        <Roles roles={known.roles.slice(mine)} chosen={role} choose={setRole} />
        {departs ? <p className="text-[13px] text-ink-soft">{words("team.roleKept")}</p> : null}
      </DialogForm>
    </Dialog>
  );
}
