import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { readPlatform } from "@/features/platform/search";
import { Tenants } from "@/features/platform/tenants";
import { SearchBox } from "@/ui/search-box";
import { Banner, Empty } from "@/ui/states";

/** The organisations of the platform, for who runs it. */
export function PlatformPage() {
  const words = useTranslations();
  const may = useMay();
  const navigate = useNavigate();
  const { recherche = "", visite } = readPlatform(useSearch({ strict: false }));
  if (!may("platform.organisations.read")) return <Empty sentence={words("states.forbidden")} />;
  const find = (asked: string) =>
    void navigate({ to: "/plateforme", search: { recherche: asked || undefined }, replace: true });
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 md:p-6">
      {visite ? <Banner tone="warning">{words("platform.visitOver")}</Banner> : null}
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="flex-1 text-xl font-semibold">{words("platform.title")}</h1>
        <SearchBox
          label={words("platform.search")}
          clear={words("platform.clearSearch")}
          longest={100}
          asked={recherche}
          find={find}
        />
      </header>
      <Tenants search={recherche} />
    </div>
  );
}
