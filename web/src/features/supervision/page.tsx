import { Link, useSearch } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { ChannelsTab } from "@/features/supervision/channels-tab";
import { OverviewTab } from "@/features/supervision/overview-tab";
import { readSupervision, TABS, type Tab } from "@/features/supervision/search";
import { SendsTab } from "@/features/supervision/sends-tab";
import { WebhooksTab } from "@/features/supervision/webhooks-tab";
import { Empty } from "@/ui/states";

const PARTS: Readonly<Record<Tab, typeof OverviewTab>> = {
  ensemble: OverviewTab,
  envois: SendsTab,
  webhooks: WebhooksTab,
  canaux: ChannelsTab,
};

/** How the machinery does, and what waits for a person. */
export function SupervisionPage() {
  const words = useTranslations();
  const may = useMay();
  const { onglet = "ensemble" } = readSupervision(useSearch({ strict: false }));
  if (!may("supervision.read")) return <Empty sentence={words("states.forbidden")} />;
  const Part = PARTS[onglet];
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <h1 className="text-xl font-semibold">{words("supervision.title")}</h1>
      <nav
        aria-label={words("supervision.tabs")}
        className="-mx-4 flex overflow-x-auto sm:gap-1 border-b border-line px-4 md:mx-0 md:px-0"
      >
        {TABS.filter((tab) => tab !== "canaux" || may("channels.read")).map((tab) => (
          <Link
            key={tab}
            to="/supervision"
            search={{ onglet: tab }}
            activeProps={{}}
            aria-current={tab === onglet ? "page" : undefined}
            className={`flex h-10 items-center px-2 text-[13px] -outline-offset-2 whitespace-nowrap sm:px-3 sm:text-sm pointer-coarse:h-11 ${
              tab === onglet
                ? "border-b-2 border-accent font-medium text-ink"
                : "border-b-2 border-transparent text-ink-soft hover:text-ink"
            }`}
          >
            {words(`supervision.${tab}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </div>
  );
}
