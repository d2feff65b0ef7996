import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AlarmClock, MonitorX, WifiOff } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { nameOf } from "@/features/licences/address";
import { alertsQuery } from "@/features/licences/queries";

type Alert = Schemas["AlertView"];
type Kind = Alert["kind"];

const ICONS = { expiring: AlarmClock, elsewhere: MonitorX, silent: WifiOff };
const FILTERS = { expiring: "bientot", elsewhere: "ailleurs", silent: "silence" } as const;
const NAMED = 2;

/** What asks for attention: each leads to the licences that it is about. */
export function Alerts() {
  const words = useTranslations("licences.alerts");
  const { data } = useQuery(alertsQuery);
  if (!data) return null;
  const loud = data.alerts.filter((one) => one.count > 0);
  if (loud.length === 0) return <p className="text-[13px] text-ink-faint">{words("quiet")}</p>;
  const days: Record<Kind, number> = {
    expiring: data.expiring_days,
    elsewhere: 0,
    silent: data.silent_days,
  };
  return (
    <ul aria-label={words("title")} className="grid gap-3 md:grid-cols-3">
      {loud.map((one) => (
        <AlertCard key={one.kind} alert={one} days={days[one.kind]} />
      ))}
    </ul>
  );
}

function AlertCard({ alert, days }: { alert: Alert; days: number }) {
  const words = useTranslations("licences");
  const Icon = ICONS[alert.kind];
  const named = alert.first.slice(0, NAMED).map((one) => nameOf(one, words("erased")));
  const others = alert.count - named.length;
  return (
    <li className="min-w-0">
      <Link
        to="/licences"
        search={{ alerte: FILTERS[alert.kind] }}
        resetScroll={false}
        className="flex h-full gap-3 rounded-md border border-line bg-surface p-3 hover:bg-hover"
      >
        <Icon size={18} aria-hidden="true" className="mt-0.5 shrink-0 text-warning" />
        <span className="min-w-0">
          <span className="block font-medium text-pretty">
            {words(`alerts.${alert.kind}`, { count: alert.count, days })}
          </span>
          <span className="block truncate text-[13px] text-ink-soft">
            {named.join(", ")}
            {others > 0 ? ` ${words("alerts.others", { count: others })}` : null}
          </span>
        </span>
      </Link>
    </li>
  );
}
