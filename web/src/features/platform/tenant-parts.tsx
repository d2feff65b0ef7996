import { useTranslations } from "use-intl";
import type { Plan } from "@/features/platform/plans";
import type { Tenant } from "@/features/platform/tenant";
import { Badge } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { brief, exact } from "@/words/moments";

/** What it is called, and how it stands. */
export function Named({ tenant }: { tenant: Tenant }) {
  const words = useTranslations("platform");
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium break-words">
        {tenant.name}
        {tenant.operator ? <Badge tone="accent">{words("operator")}</Badge> : null}
        {tenant.suspended ? <Badge tone="warning">{words("suspended")}</Badge> : null}
      </span>
      {tenant.suspended ? (
        <span className="block max-w-prose text-[13px] font-normal break-words text-ink-soft">
          {words("why", { reason: tenant.suspended })}
        </span>
      ) : null}
    </>
  );
}

export function PlanOf({ tenant }: { tenant: Tenant }) {
  const words = useTranslations("platform");
  return tenant.plan ? words(`plans.${tenant.plan as Plan}`) : null;
}

export function LastMessage({ tenant }: { tenant: Tenant }) {
  const words = useTranslations("platform");
  const now = useNow();
  if (!tenant.last_message_at) return <span className="text-ink-faint">{words("noMessage")}</span>;
  const at = new Date(tenant.last_message_at);
  return (
    <time dateTime={tenant.last_message_at} title={exact(at)}>
      {brief(at, now)}
    </time>
  );
}
