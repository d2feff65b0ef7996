import { Ellipsis } from "lucide-react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import type { ActProps } from "@/features/team/act-props";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";

const DIALOGS = {
  role: lazy(() => import("@/features/team/change-role")),
  rights: lazy(() => import("@/features/team/change-rights")),
  suspend: lazy(() => import("@/features/team/suspend")),
  reactivate: lazy(() => import("@/features/team/reactivate")),
  reset: lazy(() => import("@/features/team/reset-factor")),
} satisfies Record<string, ComponentType<ActProps>>;
type Act = keyof typeof DIALOGS;

/** What may be done about a member, a dialog for each. */
export function MemberActs({ member, known }: Omit<ActProps, "close">) {
  const words = useTranslations("team");
  const acts = useActs(member);
  const [open, setOpen] = useState<Act>();
  const Open = open && DIALOGS[open];
  const label = words("acts", { name: member.name });
  return (
    <>
      <Menu
        label={label}
        trigger={
          <IconButton label={label}>
            <Ellipsis size={18} aria-hidden="true" />
          </IconButton>
        }
      >
        {acts.map((act) => (
          <MenuItem key={act} onAction={() => setOpen(act)} danger={act === "suspend"}>
            {words(act)}
          </MenuItem>
        ))}
      </Menu>
      <Suspense fallback={null}>
        {Open ? <Open member={member} known={known} close={() => setOpen(undefined)} /> : null}
      </Suspense>
    </>
  );
}

function useActs(member: Schemas["TeamMember"]): readonly Act[] {
  const may = useMay();
  const updating: readonly Act[] = ["role", "rights"];
  const suspending: readonly Act[] = [
    ...(member.second_factor ? (["reset"] as const) : []),
    member.suspended ? "reactivate" : "suspend",
  ];
  return [...(may("members.update") ? updating : []), ...(may("members.suspend") ? suspending : [])];
}
