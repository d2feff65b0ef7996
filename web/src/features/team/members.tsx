import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { membersQuery } from "@/features/conversations/queries";
import { MemberLine } from "@/features/team/member-line";
import { permissionsQuery } from "@/features/team/queries";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";

export function Members() {
  const words = useTranslations("team");
  const members = useQuery(membersQuery);
  const permissions = useQuery(permissionsQuery);
  return (
    <Section title={words("members")}>
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
