import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { fill, monthOf, share } from "@/features/plan/fill";
import { hiddenWarnings, hideWarning } from "@/features/plan/hidden";
import { planQuery } from "@/features/plan/queries";
import { IconButton } from "@/ui/button";
import { Banner } from "@/ui/states";
import { count, percent } from "@/words/figures";

type Thing = "messages" | "contacts";
const THINGS: readonly Thing[] = ["messages", "contacts"];

/** Across the screens of who can do something about it: at 80 % of the messages or contacts, and once none is left. */
export default function PlanBanner() {
  const plan = useQuery(planQuery).data;
  const [hidden, setHidden] = useState(hiddenWarnings);
  if (!plan) return null;
  return THINGS.map((thing) => {
    const name = `${thing}:${fill(plan[thing])}:${plan.since.slice(0, 7)}`;
    if (hidden.includes(name)) return null;
    return <Warning key={name} plan={plan} thing={thing} hide={() => setHidden(hideWarning(name))} />;
  });
}

interface Props {
  plan: Schemas["PlanView"];
  thing: Thing;
  hide: () => void;
}

function Warning({ plan, thing, hide }: Props) {
  const words = useTranslations("plan.banner");
  const gauge = plan[thing];
  const state = fill(gauge);
  if (state === "free") return null;
  const none = state === "none";
  const figures = {
    used: count(gauge.used),
    limit: count(gauge.limit ?? 0),
    left: count(gauge.remaining ?? 0),
    percent: percent(share(gauge)),
    month: monthOf(plan.until),
  };
  // Without a message to send, nothing works as one expects: that is not put away.
  const stays = none && thing === "messages";
  return (
    <Banner tone={stays ? "danger" : "warning"}>
      <p className="min-w-0 flex-1 text-pretty">
        {words(`${thing}${none ? "None" : "Few"}`, figures)}{" "}
        <Link to="/formule" className="font-medium whitespace-nowrap underline">
          {words("see")}
        </Link>
      </p>
      {stays ? null : (
        <IconButton label={words("hide")} onPress={hide}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </Banner>
  );
}
