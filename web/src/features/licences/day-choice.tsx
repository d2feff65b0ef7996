import { useState } from "react";
import { useTranslations } from "use-intl";
import { daysIn } from "@/features/licences/terms";
import { TextField } from "@/ui/field";

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
          <label
            key={one ?? 0}
            className="flex min-h-11 cursor-default items-center gap-2 rounded-md border border-line px-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="days"
              className="size-4 shrink-0 accent-accent"
              checked={one === undefined ? other !== undefined : other === undefined && one === days}
              onChange={() => {
                setOther(one === undefined ? "" : undefined);
                onChange(one);
              }}
            />
            {one === undefined ? words("other") : words("dayChoice", { days: String(one) })}
          </label>
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
