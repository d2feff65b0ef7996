import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { isOpen, openVisitsQuery } from "@/features/visit/queries";
import { useNow } from "@/ui/use-now";

/** In the top bar of a member, while somebody of the support is in. The live stream says when. */
export function VisitMark({ me }: { me: Schemas["Me"] }) {
  const words = useTranslations("visit");
  const now = useNow();
  const member = !me.organization.operator && me.visiting_until === null;
  const enabled = member && me.permissions.includes("visits.read");
  const visits = useQuery({ ...openVisitsQuery, enabled });
  if (!enabled || !visits.data?.data.some((one) => isOpen(one, now))) return null;
  return (
    <Link
      to="/equipe"
      hash="visites"
      title={words("mark")}
      className="flex h-7 items-center gap-1.5 rounded-full bg-warning-soft px-2.5 text-[13px] font-medium text-warning pointer-coarse:min-h-11"
    >
      <LifeBuoy size={16} aria-hidden="true" />
      <span className="max-md:sr-only">{words("mark")}</span>
    </Link>
  );
}
