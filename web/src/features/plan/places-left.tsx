import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { planQuery } from "@/features/plan/queries";
import { count } from "@/words/figures";

/** Before somebody is let in: how many more may answer customers. Nothing where there is no limit. */
export function PlacesLeft() {
  const words = useTranslations("plan");
  const agents = useQuery(planQuery).data?.agents;
  if (!agents || agents.limit === null || agents.remaining === null) return null;
  const tone = agents.remaining ? "text-ink-soft" : "text-warning";
  return (
    <p className={`text-[13px] text-pretty ${tone}`}>
      {words("placesLeft", { left: agents.remaining, limit: count(agents.limit) })}
    </p>
  );
}
