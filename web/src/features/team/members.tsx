import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { membersQuery } from "@/features/conversations/queries";
import { MemberLine } from "@/features/team/member-line";
import { permissionsQuery } from "@/features/team/queries";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";

const Invite = lazy(() => import("@/features/team/invite"));

export function Members() {
  const words = useTranslations("team");
  const may = useMay();
  const members = useQuery(membersQuery);
  const permissions = useQuery(permissionsQuery);
  return (
    <Section title={words("members")} aside={may("members.invite") ? <InviteButton /> : null}>
      <Loaded query={members} bone="h-44">
        {({ data }) => (
          <ul aria-label={words("members")} className="divide-y divide-line border-t border-line">
            {data.map((one) => (
              <MemberLine key={one.user_id} member={one} known={permissions.data} />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function InviteButton() {
  const words = useTranslations("team");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {words("invite")}
      </Button>
      <Suspense fallback={null}>{open ? <Invite close={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
