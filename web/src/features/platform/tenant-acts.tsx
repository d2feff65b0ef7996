import { Ellipsis } from "lucide-react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import type { DeedProps, Tenant } from "@/features/platform/tenant";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";

const DIALOGS = {
  enter: lazy(() => import("@/features/platform/enter")),
  changePlan: lazy(() => import("@/features/platform/change-plan")),
  suspend: lazy(() => import("@/features/platform/suspend")),
  reactivate: lazy(() => import("@/features/platform/reactivate")),
} satisfies Record<string, ComponentType<DeedProps>>;
type Deed = keyof typeof DIALOGS;

/** What may be done about an organisation, unless it is one's own. */
export function TenantActs({ tenant }: { tenant: Tenant }) {
  const words = useTranslations("platform");
  const may = useMay();
  const [open, setOpen] = useState<Deed>();
  if (tenant.operator) return null;
  const Open = open && DIALOGS[open];
  const managing: Deed = tenant.suspended ? "reactivate" : "suspend";
  const label = words("acts", { name: tenant.name });
  return (
    <div className="flex items-center justify-end gap-1 max-lg:justify-start">
      {may("platform.organisations.enter") ? (
        <Button small aria-label={words("enterOf", { name: tenant.name })} onPress={() => setOpen("enter")}>
          {words("enter")}
        </Button>
      ) : null}
      {may("platform.organisations.manage") ? (
        <Menu
          label={label}
          trigger={
            <IconButton label={label}>
              <Ellipsis size={18} aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem onAction={() => setOpen("changePlan")}>{words("changePlan")}</MenuItem>
          <MenuItem onAction={() => setOpen(managing)} danger={managing === "suspend"}>
            {words(managing)}
          </MenuItem>
        </Menu>
      ) : null}
      <Suspense fallback={null}>
        {Open ? <Open tenant={tenant} close={() => setOpen(undefined)} /> : null}
      </Suspense>
    </div>
  );
}
