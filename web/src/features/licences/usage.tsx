import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { usageQuery } from "@/features/licences/queries";
import { BarChart } from "@/ui/chart-bars";

const SHORT = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", timeZone: "UTC" });

/** What the software of the customer has told of its last days; nothing where it has told nothing. */
export function Usage({ licenceId }: { licenceId: string }) {
  const words = useTranslations("licences.usage");
  const found = useQuery(usageQuery(licenceId));
  const days = found.data?.data ?? [];
  if (days.length === 0) return null;
  const sum = (figure: (day: Schemas["UsageView"]) => number) =>
    days.reduce((total, day) => total + figure(day), 0);
  return (
    <section className="rounded-md border border-line bg-surface p-4">
      <BarChart
        title={words("title")}
        unit={words("unit")}
        head={words("day")}
        file="usage.csv"
        labels={days.map(({ day }) => SHORT.format(new Date(day)))}
        series={{
          name: words("messages"),
          color: "var(--chart-contact)",
          values: days.map((day) => day.messages_sent),
        }}
      />
      <p className="mt-2 text-[13px] text-ink-soft">
        {words("sums", {
          queries: sum((day) => day.ai_queries),
          campaigns: sum((day) => day.campaigns_launched),
          errors: sum((day) => day.errors_count),
        })}
      </p>
    </section>
  );
}
