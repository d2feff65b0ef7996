import { useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarDays, Download, Ellipsis, Plus, Settings2, Upload } from "lucide-react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { type LicencesSearch, readLicences } from "@/features/licences/address";
import { Alerts } from "@/features/licences/alerts";
import { Filters } from "@/features/licences/filters";
import { Licences } from "@/features/licences/list";
import { Tabs } from "@/features/licences/tabs";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { Empty } from "@/ui/states";
import { useWide } from "@/ui/use-wide";

interface DialogProps {
  search: LicencesSearch;
  close: () => void;
}

const DIALOGS = {
  create: lazy(() => import("@/features/licences/create")),
  export: lazy(() => import("@/features/licences/export")),
  settings: lazy(() => import("@/features/licences/settings")),
} satisfies Record<string, ComponentType<DialogProps>>;
type Opened = keyof typeof DIALOGS;

/** The licences that were sold: which there are, and what to do about them. */
export function LicencesPage() {
  const words = useTranslations();
  const may = useMay();
  const navigate = useNavigate();
  const search = readLicences(useSearch({ strict: false }));
  const [opened, open] = useState<Opened>();
  if (!may("licences.read")) return <Empty sentence={words("states.forbidden")} />;
  const go = (changed: LicencesSearch) =>
    void navigate({ to: "/licences", search: changed, replace: true, resetScroll: false });
  const Shown = opened && DIALOGS[opened];
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 md:p-6">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="flex-1 text-xl font-semibold">{words("licences.title")}</h1>
        <PageActs open={open} />
      </header>
      <Alerts />
      <section aria-label={words("licences.title")} className="rounded-md border border-line bg-surface">
        <Tabs search={search} />
        <Filters search={search} go={go} />
        <Licences search={search} go={go} />
      </section>
      <Suspense fallback={null}>
        {Shown ? <Shown search={search} close={() => open(undefined)} /> : null}
      </Suspense>
    </div>
  );
}

/** To sell, to bring in, to take out, to look ahead. */
function PageActs({ open }: { open: (dialog: Opened) => void }) {
  const words = useTranslations("licences");
  const may = useMay();
  const navigate = useNavigate();
  const wide = useWide();
  const bringIn = () => void navigate({ to: "/licences/import" });
  return (
    <div className="flex items-center gap-2">
      {wide ? (
        <>
          <Button onPress={bringIn}>
            <Upload size={16} aria-hidden="true" />
            {words("import")}
          </Button>
          {may("licences.export") ? (
            <Button onPress={() => open("export")}>
              <Download size={16} aria-hidden="true" />
              {words("export")}
            </Button>
          ) : null}
        </>
      ) : null}
      {may("licences.create") ? (
        <Button look="primary" onPress={() => open("create")}>
          <Plus size={16} aria-hidden="true" />
          {words("create")}
        </Button>
      ) : null}
      <Menu
        label={words("otherActs")}
        trigger={
          <IconButton look="plain" label={words("otherActs")}>
            <Ellipsis size={18} aria-hidden="true" />
          </IconButton>
        }
      >
        {wide ? null : (
          <MenuItem onAction={bringIn}>
            <Upload size={16} aria-hidden="true" />
            {words("import")}
          </MenuItem>
        )}
        {may("licences.export") && !wide ? (
          <MenuItem onAction={() => open("export")}>
            <Download size={16} aria-hidden="true" />
            {words("export")}
          </MenuItem>
        ) : null}
        <MenuItem onAction={() => void navigate({ to: "/licences/calendrier" })}>
          <CalendarDays size={16} aria-hidden="true" />
          {words("calendar")}
        </MenuItem>
        {may("licences.configure") ? (
          <MenuItem onAction={() => open("settings")}>
            <Settings2 size={16} aria-hidden="true" />
            {words("settings")}
          </MenuItem>
        ) : null}
      </Menu>
    </div>
  );
}
