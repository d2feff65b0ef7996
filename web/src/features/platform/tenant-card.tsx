import { useTranslations } from "use-intl";
import type { Tenant } from "@/features/platform/tenant";
import { TenantActs } from "@/features/platform/tenant-acts";
import { LastMessage, Named, PlanOf } from "@/features/platform/tenant-parts";
import { count } from "@/words/figures";
import { shortDay } from "@/words/moments";

/** One organisation, where there is no room for a line. */
export function TenantCard({ tenant }: { tenant: Tenant }) {
  const words = useTranslations("platform.columns");
  const facts = [
    ["founded", shortDay(new Date(tenant.founded_at))],
    ["plan", <PlanOf key="plan" tenant={tenant} />],
    ["members", count(tenant.members)],
    ["contacts", count(tenant.contacts)],
    ["received", count(tenant.received)],
    ["sent", count(tenant.sent)],
    ["last", <LastMessage key="last" tenant={tenant} />],
  ] as const;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <div className="min-w-0">
        <Named tenant={tenant} />
      </div>
      <dl className="figures grid grid-cols-3 gap-x-4 gap-y-2">
        {facts.map(([name, told]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-ink-faint">{words(name)}</dt>
            <dd className="mt-0.5">{told}</dd>
          </div>
        ))}
      </dl>
      <TenantActs tenant={tenant} />
    </li>
  );
}
