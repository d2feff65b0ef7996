import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { salesQuery } from "@/features/licences/queries";
import { PLANS, type Plan } from "@/features/licences/terms";
import { RadioBox } from "@/ui/radio-box";
import { money } from "@/words/figures";

interface Props {
  plan: Plan | undefined;
  /** The one that it has. */
  current?: Plan;
  onChange: (plan: Plan) => void;
}

/** Which plan, at the price of the day. */
export function PlanChoice({ plan, current, onChange }: Props) {
  const words = useTranslations("licences");
  const { data } = useQuery(salesQuery);
  const label = (one: Plan) => {
    const terms = data?.terms[one];
    const name = words(`plans.${one}`);
    if (one === current) return words("changePlan.current", { plan: name });
    if (!data || !terms) return name;
    return words("form.planPrice", { plan: name, price: money(terms.price_cents, data.currency) });
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("form.plan")}</legend>
      {PLANS.map((one) => (
        <RadioBox
          key={one}
          name="plan"
          label={label(one)}
          checked={one === plan}
          isDisabled={one === current}
          onChange={() => onChange(one)}
        />
      ))}
    </fieldset>
  );
}
