import { useTranslations } from "use-intl";
import type { Licence, Status } from "@/features/licences/terms";
import { Badge } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago, exact, shortDay } from "@/words/moments";

const TONES = {
  active: "success",
  grace_period: "warning",
  expired: "danger",
  suspended: "info",
  revoked: "info",
} as const satisfies Readonly<Record<Status, string>>;

export function StatusBadge({ status }: { status: Status }) {
  const words = useTranslations("licences.status");
  return <Badge tone={TONES[status]}>{words(status)}</Badge>;
}

/** The day that it ends, and how far that is. */
export function Ends({ licence }: { licence: Pick<Licence, "expires_at" | "days_left" | "status"> }) {
  const words = useTranslations("licences");
  const at = new Date(licence.expires_at);
  const days = licence.days_left;
  const near = licence.status === "active" && days <= 7;
  return (
    <time dateTime={licence.expires_at} title={exact(at)} className="whitespace-nowrap">
      {shortDay(at)}
      {licence.status === "revoked" ? null : (
        <span className={`block text-xs ${near ? "text-warning" : "text-ink-faint"}`}>
          {days >= 0 ? words("left", { days }) : words("over", { days: -days })}
        </span>
      )}
    </time>
  );
}

/** When its software was last heard of. */
export function LastSeen({ at }: { at: string | null }) {
  const words = useTranslations("licences");
  const now = useNow();
  if (!at) return <span className="text-ink-faint">{words("neverSeen")}</span>;
  const seen = new Date(at);
  return (
    <time dateTime={at} title={exact(seen)} className="whitespace-nowrap">
      {ago(seen, now)}
    </time>
  );
}
