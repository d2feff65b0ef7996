import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { monthOf } from "@/features/plan/fill";
import { Gauge } from "@/features/plan/gauge";
import { Offer } from "@/features/plan/offer";
import { planQuery } from "@/features/plan/queries";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Empty } from "@/ui/states";
import { count } from "@/words/figures";

/** The plan of the organisation: what is left of it, and the others. */
export function PlanPage() {
  const words = useTranslations();
  const may = useMay();
  const plan = useQuery({ ...planQuery, enabled: may("plan.read") });
  if (!may("plan.read")) return <Empty sentence={words("states.forbidden")} />;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-6">
      <h1 className="text-xl font-semibold">{words("plan.title")}</h1>
      <Loaded query={plan} bone="h-80">
        {(shown) => (
          <>
            <Own plan={shown} />
            {shown.plan ? <Offers plan={shown} /> : null}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Own({ plan }: { plan: Schemas["PlanView"] }) {
  const words = useTranslations("plan");
  const may = useMay();
  const price =
    plan.price === null ? null : words("price", { price: count(plan.price), currency: plan.currency });
  return (
    <Section
      title={plan.plan ? words("yours") : plan.label}
      lead={plan.plan ? undefined : words("none")}
      aside={
        plan.plan ? (
          <p className="sm:text-right">
            <span className="font-medium">{plan.label}</span>
            <span className="block text-[13px] text-ink-soft">{price}</span>
          </p>
        ) : null
      }
    >
      <ul aria-label={words("gauges")} className="divide-y divide-line border-t border-line">
        <Gauge
          name={words("messages")}
          hint={words("messagesHint", { month: monthOf(plan.until) })}
          gauge={plan.messages}
        />
        <Gauge name={words("contacts")} hint={words("contactsHint")} gauge={plan.contacts} />
        <Gauge name={words("agents")} hint={words("agentsHint")} gauge={plan.agents} calm>
          {may("members.read") ? (
            <Link to="/equipe" className="text-accent underline">
              {words("team")}
            </Link>
          ) : null}
        </Gauge>
      </ul>
    </Section>
  );
}

function Offers({ plan }: { plan: Schemas["PlanView"] }) {
  const words = useTranslations("plan");
  return (
    <Section title={words("offers")} lead={words("offersLead")}>
      <ul aria-label={words("offers")} className="grid gap-3 border-t border-line p-4 md:grid-cols-3">
        {plan.plans.map((one) => (
          <Offer key={one.plan} offer={one} currency={plan.currency} current={one.plan === plan.plan} />
        ))}
      </ul>
    </Section>
  );
}
