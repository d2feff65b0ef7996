import { useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useMay } from "@/app/me";
import type { ActProps } from "@/features/licences/act-props";
import { nameOf } from "@/features/licences/address";
import { type Act, actsOn, type Licence } from "@/features/licences/terms";
import { Button, IconButton } from "@/ui/button";
import { download } from "@/ui/download";
import { Menu, MenuItem } from "@/ui/menu";
import { useToasts } from "@/ui/toasts";

const DIALOGS = {
  renew: lazy(() => import("@/features/licences/renew")),
  extend: lazy(() => import("@/features/licences/extend")),
  changePlan: lazy(() => import("@/features/licences/change-plan")),
  suspend: lazy(() => import("@/features/licences/suspend")),
  reinstate: lazy(() => import("@/features/licences/reinstate")),
  transfer: lazy(() => import("@/features/licences/transfer")),
  send: lazy(() => import("@/features/licences/send")),
  revoke: lazy(() => import("@/features/licences/revoke")),
} satisfies Record<Act, ComponentType<ActProps>>;

const OF_A_ROW: readonly Act[] = ["extend", "changePlan", "revoke"];
const FIRST: readonly Act[] = ["renew", "extend"];

/** What may be done about one of the list. */
export function RowActs({ licence }: { licence: Licence }) {
  const words = useTranslations("licences");
  const may = useMay();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Act>();
  const label = words("actsOf", { email: nameOf(licence, words("erased")) });
  const acts = actsOn(licence, may).filter((one) => OF_A_ROW.includes(one));
  const details = () =>
    void navigate({ to: "/licences/$licenceId", params: { licenceId: licence.licence_id } });
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
        <MenuItem onAction={details}>{words("acts.details")}</MenuItem>
        {acts.map((one) => (
          <MenuItem key={one} id={one} danger={one === "revoke"} onAction={() => setOpen(one)}>
            {words(`acts.${one}`)}
          </MenuItem>
        ))}
      </Menu>
      <Open act={open} licence={licence} close={() => setOpen(undefined)} />
    </>
  );
}

/** What may be done about the one that is looked at. */
export function SheetActs({ licence }: { licence: Licence }) {
  const words = useTranslations("licences");
  const may = useMay();
  const [open, setOpen] = useState<Act>();
  const { tell } = useToasts();
  const acts = actsOn(licence, may);
  const others = acts.filter((one) => !FIRST.includes(one));
  if (acts.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {acts
        .filter((one) => FIRST.includes(one))
        .map((one) => (
          <Button key={one} look={one === "renew" ? "primary" : "plain"} onPress={() => setOpen(one)}>
            {words(`acts.${one}`)}
          </Button>
        ))}
      {others.length ? (
        <Menu
          label={words("more")}
          trigger={
            <IconButton look="plain" label={words("more")}>
              <Ellipsis size={18} aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem
            onAction={() => void giveFile(licence.licence_id).catch(({ message }) => tell(message, "danger"))}
          >
            {words("acts.file")}
          </MenuItem>
          {others.map((one) => (
            <MenuItem key={one} id={one} danger={one === "revoke"} onAction={() => setOpen(one)}>
              {words(`acts.${one}`)}
            </MenuItem>
          ))}
        </Menu>
      ) : null}
      <Open act={open} licence={licence} close={() => setOpen(undefined)} />
    </div>
  );
}

/** The file that the software reads where there is no network. */
async function giveFile(licence_id: string): Promise<void> {
  const params = { path: { licence_id } };
  const { data } = await api.GET("/api/licences/{licence_id}/file", { params, parseAs: "text" });
  download("license.key", data as string);
}

function Open({ act, ...props }: ActProps & { act: Act | undefined }) {
  const Shown = act && DIALOGS[act];
  return <Suspense fallback={null}>{Shown ? <Shown {...props} /> : null}</Suspense>;
}
