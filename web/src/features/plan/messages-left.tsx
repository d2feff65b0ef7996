import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { monthOf } from "@/features/plan/fill";
import { planQuery } from "@/features/plan/queries";

const FEW = 0.1;

/** To who answers a client: how many messages the organisation has left, once they are few. */
export default function MessagesLeft() {
  const words = useTranslations("plan");
  const plan = useQuery(planQuery).data;
  if (!plan || plan.messages.limit === null || plan.messages.remaining === null) return null;
  const { limit, remaining } = plan.messages;
  if (remaining > limit * FEW) return null;
  if (remaining) return <p className="text-warning">{words("composerFew", { left: remaining })}</p>;
  return <p className="text-danger">{words("composerNone", { month: monthOf(plan.until) })}</p>;
}
