import { useState } from "react";
import { useTranslations } from "use-intl";
import { daysIn } from "@/features/licences/terms";
import { TextField } from "@/ui/field";
import { RadioBox } from "@/ui/radio-box";

const USUAL = [7, 15, 30] as const;

interface Props {
  onChange: (days: number | undefined) => void;
  days: number | undefined;
}

/** How many days more: those that are usual, or as many as one types. */
export function DayChoice({ days, onChange }: Props) {
  const words = useTranslations("licences.extend");
  const [other, setOther] = useState<string>();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("days")}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {[...USUAL, undefined].map((one) => (
          <RadioBox
            key={one ?? 0}
            name="days"
            label={one === undefined ? words("other") : words("dayChoice", { days: String(one) })}
            checked={one === undefined ? other !== undefined : other === undefined && one === days}
            onChange={() => {
              setOther(one === undefined ? "" : undefined);
              onChange(one);
            }}
          />
        ))}
      </div>
      {other === undefined ? null : (
        <TextField
          label={words("otherDays")}
          inputMode="numeric"
          value={other}
          maxLength={4}
          autoFocus
          onChange={(typed) => {
            setOther(typed);
            onChange(daysIn(typed));
          }}
        />
      )}
    </fieldset>
  );
}
