import { useTranslations } from "use-intl";
import { RadioBox } from "@/ui/radio-box";
import { Banner } from "@/ui/states";

const DAYS = [30, 90, 365, 0] as const;

interface Props {
  /** 0: never */
  days: number;
  onChange: (days: number) => void;
}

/** When a key ends by itself. One that does not is chosen knowingly. */
export function Expiry({ days, onChange }: Props) {
  const words = useTranslations("apiKeys");
  const label = (one: number) =>
    one === 0 ? words("never") : one === 365 ? words("year") : words("days", { days: String(one) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("expiry")}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {DAYS.map((one) => (
          <RadioBox
            key={one}
            name="expiry"
            label={label(one)}
            checked={one === days}
            onChange={() => onChange(one)}
          />
        ))}
      </div>
      {days === 0 ? <Banner tone="warning">{words("neverWarning")}</Banner> : null}
    </fieldset>
  );
}
