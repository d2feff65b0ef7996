import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import type { HomeSearch } from "@/features/home/period";
import { hoursQuery } from "@/features/home/queries";
import { BarChart } from "@/ui/chart-bars";
import { LineChart } from "@/ui/chart-lines";
import { Bone, Failed, Loading } from "@/ui/states";

const SHORT = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", timeZone: "UTC" });

/** How many messages went each way, day by day. One day alone has no line: its hours say more. */
export function PerDay({ overview }: { overview: Schemas["OverviewView"] }) {
  const words = useTranslations("home");
  const days = overview.by_day;
  if (days.length < 2) return null;
  return (
    <section className="rounded-md border border-line bg-surface p-4">
      <LineChart
        title={words("perDay")}
        unit={words("perDayUnit")}
        head={words("headDay")}
        file={`messages-${days[0]?.day}-${days.at(-1)?.day}.csv`}
        labels={days.map(({ day }) => SHORT.format(new Date(day)))}
        series={[
          {
            name: words("received"),
            color: "var(--chart-contact)",
            values: days.map((day) => day.messages_received),
          },
          {
            name: words("assistant"),
            color: "var(--chart-assistant)",
            values: days.map((day) => day.ai_messages_sent),
          },
          {
            name: words("team"),
            color: "var(--chart-team)",
            values: days.map((day) => day.human_messages_sent),
          },
        ]}
      />
    </section>
  );
}

/** When in the day customers write. */
export function PerHour({ search, today }: { search: HomeSearch; today: string }) {
  const words = useTranslations("home");
  const hours = useQuery(hoursQuery(search, today));
  return (
    <section className="rounded-md border border-line bg-surface p-4">
      {hours.isPending ? (
        <Loading>
          <Bone className="h-64 w-full" />
        </Loading>
      ) : null}
      {hours.isError ? <Failed error={hours.error} retry={() => void hours.refetch()} /> : null}
      {hours.data ? (
        <BarChart
          title={words("perHour")}
          unit={words("perHourUnit")}
          head={words("headHour")}
          file={`heures-${today}.csv`}
          labels={hours.data.data.map(({ hour }) => `${hour} h`)}
          series={{
            name: words("conversations"),
            color: "var(--chart-contact)",
            values: hours.data.data.map((hour) => hour.conversations),
          }}
        />
      ) : null}
    </section>
  );
}
