import { useTranslations } from "use-intl";
import type { BulkAct } from "@/features/licences/bulk";
import { DayChoice } from "@/features/licences/day-choice";
import { PlanChoice } from "@/features/licences/plan-choice";
import { isSaid, type Why, WhyFields } from "@/features/licences/revocation";
import type { Plan } from "@/features/licences/terms";
import { TextField } from "@/ui/field";

const LONGEST = 2000;

/** What an act on many needs to know; each has its own part. */
export interface Asked {
  days: number | undefined;
  reason: string;
  plan: Plan | undefined;
  why: Why;
}

/** Whether the act knows what it needs. */
export function isAsked(act: BulkAct, { days, reason, plan, why }: Asked): boolean {
  if (act === "extend") return days !== undefined && reason.trim() !== "";
  return act === "change_plan" ? plan !== undefined : isSaid(why);
}

interface Props {
  act: BulkAct;
  asked: Asked;
  onChange: (asked: Asked) => void;
}

/** What an act on many asks. */
export function BulkFields({ act, asked, onChange }: Props) {
  const words = useTranslations("licences");
  if (act === "change_plan")
    return <PlanChoice plan={asked.plan} onChange={(plan) => onChange({ ...asked, plan })} />;
  if (act === "revoke") return <WhyFields why={asked.why} onChange={(why) => onChange({ ...asked, why })} />;
  return (
    <>
      <DayChoice days={asked.days} onChange={(days) => onChange({ ...asked, days })} />
      <TextField
        label={words("extend.reason")}
        hint={words("extend.reasonHint")}
        value={asked.reason}
        onChange={(reason) => onChange({ ...asked, reason })}
        maxLength={LONGEST}
      />
    </>
  );
}
