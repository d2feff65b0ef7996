import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { useMe } from "@/app/me";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/team/act-props";
import { departures, heldBy, heldByRole, shownRights, standing } from "@/features/team/rights";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { Badge } from "@/ui/states";

/** What somebody may do beside what their role holds. */
export default function ChangeRights({ member, known, close }: ActProps) {
  const words = useTranslations();
  const me = useMe();
  const inRole = heldByRole(known.permissions, member.role);
  const [has, setHas] = useState(() => heldBy(member, inRole));
  const params = { path: { user_id: member.user_id } };
  const change = useAct(
    () => api.PUT("/api/members/{user_id}/permissions", { params, body: departures(member, inRole, has) }),
    words("team.rightsDone"),
    close,
    keys.members(),
  );
  const role = known.roles.find((one) => one.name === member.role)?.label ?? "";
  return (
    <Dialog title={words("team.rightsTitle", { name: member.name })} close={close}>
      <DialogForm
        act={words("states.save")}
        isDisabled={change.isPending}
        error={change.error}
        submit={() => change.mutate()}
        close={close}
      >
        <div className="flex flex-wrap items-start gap-2">
          <p className="flex-1 basis-60 text-pretty text-ink-soft">{words("team.rightsLead", { role })}</p>
          <Button small onPress={() => setHas(inRole)}>
            {words("team.rightsBack")}
          </Button>
        </div>
        <Rights
          rights={shownRights(known.permissions, member, me.permissions)}
          inRole={inRole}
          has={has}
          onChange={setHas}
        />
      </DialogForm>
    </Dialog>
  );
}

interface RightsProps {
  rights: readonly Schemas["PermissionView"][];
  inRole: ReadonlySet<string>;
  has: ReadonlySet<string>;
  onChange: (has: ReadonlySet<string>) => void;
}

function Rights({ rights, inRole, has, onChange }: RightsProps) {
  const words = useTranslations("team");
  const set = (name: string, on: boolean) => {
    const others = [...has].filter((one) => one !== name);
    onChange(new Set(on ? [...others, name] : others));
  };
  return (
    <fieldset className="divide-y divide-line rounded-md border border-line">
      <legend className="sr-only">{words("rightsList")}</legend>
      {rights.map(({ name, label }) => (
        <label key={name} className="flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-hover">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            checked={has.has(name)}
            onChange={(event) => set(name, event.target.checked)}
          />
          <span className="flex-1 text-pretty">{label}</span>
          <Stands inRole={inRole.has(name)} has={has.has(name)} />
        </label>
      ))}
    </fieldset>
  );
}

/** What the role holds is said quietly, what departs from it is seen. */
function Stands({ inRole, has }: { inRole: boolean; has: boolean }) {
  const words = useTranslations("team.standing");
  const how = standing(inRole, has);
  if (how === "none") return null;
  if (how === "role") return <span className="text-[13px] text-ink-faint">{words(how)}</span>;
  return <Badge tone={how === "granted" ? "accent" : "warning"}>{words(how)}</Badge>;
}
