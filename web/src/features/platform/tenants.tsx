import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { tenantsQuery } from "@/features/platform/queries";
import type { Tenant } from "@/features/platform/tenant";
import { TenantCard } from "@/features/platform/tenant-card";
import { TenantRow } from "@/features/platform/tenant-row";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Empty } from "@/ui/states";
import { useWide } from "@/ui/use-wide";

/** Those that were looked for, the last founded first: a table where there is room, else cards. */
export function Tenants({ search }: { search: string }) {
  const words = useTranslations("platform");
  const wide = useWide();
  const found = useInfiniteQuery(tenantsQuery(search));
  const List = wide ? Table : Cards;
  return (
    <div className="flex flex-col gap-4">
      <Loaded query={found} bone="h-96">
        {(data) => {
          const tenants = data.pages.flatMap((page) => page.data);
          if (tenants.length === 0) return <Empty sentence={words(search ? "noneFound" : "none")} />;
          return <List tenants={tenants} />;
        }}
      </Loaded>
      {found.hasNextPage ? (
        <div className="self-center">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const COUNTS = ["members", "contacts", "received", "sent"] as const;

function Table({ tenants }: { tenants: readonly Tenant[] }) {
  const words = useTranslations("platform");
  const head = "px-3 py-2 text-xs font-medium text-ink-soft";
  return (
    <div className="rounded-md border border-line bg-surface">
      <table aria-label={words("title")} className="figures w-full text-left">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className={`${head} pl-4`}>
              {words("columns.name")}
            </th>
            <th scope="col" className={head}>
              {words("columns.founded")}
            </th>
            <th scope="col" className={head}>
              {words("columns.plan")}
            </th>
            {COUNTS.map((one) => (
              <th key={one} scope="col" className={`${head} text-right`}>
                {words(`columns.${one}`)}
              </th>
            ))}
            <th scope="col" className={head}>
              {words("columns.last")}
            </th>
            <th scope="col" className={head}>
              <span className="sr-only">{words("columns.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {tenants.map((one) => (
            <TenantRow key={one.organisation_id} tenant={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ tenants }: { tenants: readonly Tenant[] }) {
  const words = useTranslations("platform");
  return (
    <ul aria-label={words("title")} className="flex flex-col gap-3">
      {tenants.map((one) => (
        <TenantCard key={one.organisation_id} tenant={one} />
      ))}
    </ul>
  );
}
