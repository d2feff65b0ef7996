import { useTranslations } from "use-intl";
import type { Verdict } from "@/features/licences/queries";
import { Badge } from "@/ui/states";
import { count } from "@/words/figures";

export const VERDICTS = [
  "created",
  "changed",
  "undone",
  "duplicate",
  "unchanged",
  "invalid",
  "refused",
  "conflict",
] as const satisfies readonly Verdict[];

const TONES = {
  created: "success",
  changed: "success",
  undone: "success",
  duplicate: "warning",
  unchanged: "info",
  invalid: "danger",
  refused: "danger",
  conflict: "warning",
} as const satisfies Readonly<Record<Verdict, string>>;

export function VerdictBadge({ verdict, settled }: { verdict: Verdict; settled: boolean }) {
  const words = useTranslations("licences.batch");
  return <Badge tone={TONES[verdict]}>{words(`${settled ? "verdict" : "wouldBe"}.${verdict}`)}</Badge>;
}

/** How many there are, or would be, of each verdict. */
export function Verdicts({ label, counts }: { label: string; counts: Readonly<Record<string, number>> }) {
  const words = useTranslations("licences.batch.verdicts");
  return (
    <dl aria-label={label} className="figures flex flex-wrap gap-x-6 gap-y-2">
      {VERDICTS.filter((one) => one in counts).map((one) => {
        const many = counts[one] ?? 0;
        return (
          <div key={one} className="flex flex-row-reverse items-baseline gap-1.5">
            <dt className="text-ink-soft">{words(one, { count: many })}</dt>
            <dd className="text-xl font-semibold">{count(many)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
