import { useTranslations } from "use-intl";
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
          <label
            key={one}
            className="flex min-h-11 cursor-default items-center gap-2 rounded-md border border-line px-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="expiry"
              className="size-4 shrink-0 accent-accent"
              checked={one === days}
              onChange={() => onChange(one)}
            />
            {label(one)}
          </label>
        ))}
      </div>
      {days === 0 ? <Banner tone="warning">{words("neverWarning")}</Banner> : null}
    </fieldset>
  );
}
