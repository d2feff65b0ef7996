import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Badge } from "@/ui/states";
import { count } from "@/words/figures";

interface Props {
  offer: Schemas["OfferView"];
  currency: string;
  current: boolean;
}

/** One plan: what a month costs, and what it holds. */
export function Offer({ offer, currency, current }: Props) {
  const words = useTranslations("plan");
  const upTo = (limit: number | null) => {
    if (limit === null) return words("unlimited");
    return offer.raisable ? words("upTo", { count: count(limit) }) : count(limit);
  };
  return (
    <li
      aria-current={current ? "true" : undefined}
      className="flex flex-col gap-3 rounded-md border border-line p-4 aria-[current=true]:border-accent"
    >
      <div className="flex items-center gap-2">
        <h3 className="font-semibold">{offer.label}</h3>
        {current ? <Badge tone="accent">{words("current")}</Badge> : null}
      </div>
      <p className="text-lg font-semibold tabular-nums">
        {words("price", { price: count(offer.price), currency })}
      </p>
      <dl className="flex flex-col gap-1.5">
        <Line name={words("contacts")}>{upTo(offer.max_contacts)}</Line>
        <Line name={words("offerMessages")}>{upTo(offer.max_messages_monthly)}</Line>
        <Line name={words("agents")}>{upTo(offer.max_agents)}</Line>
      </dl>
    </li>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-[13px] text-ink-soft">{name}</dt>
      <dd className="whitespace-nowrap tabular-nums">{children}</dd>
    </div>
  );
}
