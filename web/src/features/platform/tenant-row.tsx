import type { Tenant } from "@/features/platform/tenant";
import { TenantActs } from "@/features/platform/tenant-acts";
import { LastMessage, Named, PlanOf } from "@/features/platform/tenant-parts";
import { count } from "@/words/figures";
import { exact, shortDay } from "@/words/moments";

const CELL = "px-3 py-1.5 whitespace-nowrap";

/** One organisation, on a line. */
export function TenantRow({ tenant }: { tenant: Tenant }) {
  const founded = new Date(tenant.founded_at);
  return (
    <tr className="h-11 hover:bg-hover">
      <th scope="row" className="px-3 py-1.5 pl-4 text-left">
        <Named tenant={tenant} />
      </th>
      <td className={`${CELL} text-ink-soft`}>
        <time dateTime={tenant.founded_at} title={exact(founded)}>
          {shortDay(founded)}
        </time>
      </td>
      <td className={CELL}>
        <PlanOf tenant={tenant} />
      </td>
      {[tenant.members, tenant.contacts, tenant.received, tenant.sent].map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a figure is what it is
        <td key={place} className={`${CELL} text-right`}>
          {count(value)}
        </td>
      ))}
      <td className={`${CELL} text-ink-soft`}>
        <LastMessage tenant={tenant} />
      </td>
      <td className={CELL}>
        <TenantActs tenant={tenant} />
      </td>
    </tr>
  );
}
