import { useRef } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { Choices } from "@/features/assistant/choices";
import { DAYS, openAt, overlapping, type Range, WORKDAYS, wall } from "@/features/assistant/hours";
import { DayHours } from "@/features/assistant/hours-day";
import { Part, Words } from "@/features/assistant/settings-parts";
import type { SettingsForm } from "@/features/assistant/use-settings";
import { useNow } from "@/ui/use-now";

const USUAL: readonly Range[] = WORKDAYS.map((day) => ({ day, opens: "09:00", closes: "18:00" }));

/** When the assistant answers, and what it says when it does not. */
export function Hours({ form, reads }: { form: SettingsForm; reads: boolean }) {
  const words = useTranslations("assistant.hours");
  const zone = useMe().organization.time_zone;
  const hours = form.wanted.hours;
  const before = useRef<readonly Range[]>(USUAL);
  const choose = (mode: "always" | "ranges") => {
    if (mode === "always") {
      if (hours.length) before.current = hours;
      form.set("hours", []);
    } else if (hours.length === 0) form.set("hours", [...before.current]);
  };
  const error = form.errorOf("hours");
  return (
    <Part title={words("title")} lead={words("lead", { zone: zone.replaceAll("_", " ") })}>
      <Choices
        label={words("title")}
        hideLabel
        isDisabled={reads}
        value={hours.length ? "ranges" : "always"}
        onChange={choose}
        options={[
          { value: "always", label: words("always"), hint: words("alwaysHint") },
          { value: "ranges", label: words("ranges"), hint: words("rangesHint") },
        ]}
      />
      {hours.length ? <Week hours={hours} form={form} reads={reads} zone={zone} /> : null}
      {error ? (
        <p tabIndex={-1} data-fault className="text-[13px] text-danger">
          {error}
        </p>
      ) : null}
      {hours.length ? (
        <Words form={form} reads={reads} field="away" hint={words("awayHint")} rows={2} />
      ) : null}
    </Part>
  );
}

interface WeekProps {
  hours: readonly Range[];
  form: SettingsForm;
  reads: boolean;
  zone: string;
}

function Week({ hours, form, reads, zone }: WeekProps) {
  const words = useTranslations("assistant.hours");
  const now = useNow();
  const crossed = overlapping(hours);
  const { time, day: today } = wall(zone, now);
  return (
    <div>
      <ul className="divide-y divide-line rounded-md border border-line">
        {DAYS.map((day) => (
          <li key={day} className="px-3 py-2">
            <DayHours
              day={day}
              today={day === today ? time : undefined}
              hours={hours}
              crossed={crossed}
              reads={reads}
              change={(next) => form.set("hours", [...next])}
            />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-[13px] text-ink-soft">
        {words(openAt(hours, zone, now) ? "openNow" : "closedNow", { time })}
      </p>
    </div>
  );
}
