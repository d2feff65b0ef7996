import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { fill, share } from "@/features/plan/fill";
import { count } from "@/words/figures";

interface Props {
  name: string;
  hint: string;
  gauge: Schemas["GaugeView"];
  /** All places of a small team are taken: that is no trouble. */
  calm?: boolean;
  children?: ReactNode;
}

/** How much of one thing is used, and what is left of it, in words; the bar only helps. */
export function Gauge({ name, hint, gauge, calm = false, children }: Props) {
  const words = useTranslations("plan");
  const { used, limit, remaining } = gauge;
  const over = limit === null ? 0 : used - limit;
  const state = calm && over <= 0 ? "free" : fill(gauge);
  const bar = { free: "bg-accent", few: "bg-warning", none: "bg-danger" }[state];
  const told = { free: "text-ink-soft", few: "text-warning", none: "text-danger" }[state];
  return (
    <li className="flex flex-col gap-2 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium">{name}</h3>
        <p className="tabular-nums">
          {limit === null
            ? words("usedOf", { used: count(used) })
            : words("used", { used: count(used), limit: count(limit) })}
        </p>
      </div>
      {limit === null ? null : (
        <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-hover">
          <div className={`h-full ${bar}`} style={{ width: `${Math.min(share(gauge), 1) * 100}%` }} />
        </div>
      )}
      <p className="text-[13px] text-pretty text-ink-soft">
        {remaining === null ? null : (
          <span className={`font-medium ${told}`}>
            {over > 0 ? words("over", { over }) : words("left", { left: remaining })}{" "}
          </span>
        )}
        {hint} {children}
      </p>
    </li>
  );
}
