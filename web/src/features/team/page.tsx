import { useTranslations } from "use-intl";
import { useMay, useMe } from "@/app/me";
import { Invitations } from "@/features/team/invitations";
import { Members } from "@/features/team/members";
import { Organisation } from "@/features/team/organisation";
import { Security } from "@/features/team/security";
import { Visits } from "@/features/team/visits";
import { Empty } from "@/ui/states";

/** Who works here, what they may do, and how they come in. */
export function TeamPage() {
  const words = useTranslations();
  const may = useMay();
  const { operator } = useMe().organization;
  if (!may("members.read")) return <Empty sentence={words("states.forbidden")} />;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-6">
      <h1 className="text-xl font-semibold">{words("team.title")}</h1>
      <Members />
      {may("members.invite") ? <Invitations /> : null}
      {may("visits.read") && !operator ? <Visits /> : null}
      {may("organisation.edit") ? <Organisation /> : null}
      {may("organisation.secure") ? <Security /> : null}
    </div>
  );
}
