import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay, useMe } from "@/app/me";
import { MemberActs } from "@/features/team/member-acts";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/states";

type Member = Schemas["TeamMember"];
type Known = Schemas["Permissions"];

interface Props {
  member: Member;
  /** The roles, highest first, and the rights, once known. */
  known: Known | undefined;
}

/** Who somebody is here; and what may be done, unless it is oneself or somebody who stands above. */
export function MemberLine({ member, known }: Props) {
  const words = useTranslations("team");
  const me = useMe();
  const may = useMay();
  const own = member.user_id === me.id;
  const acting = may("members.update") || may("members.suspend");
  const below = known !== undefined && rank(known, member.role) >= rank(known, me.role);
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Avatar name={member.name} />
      <div className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] sm:items-center">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 font-medium">
            {member.name}
            {own ? <Badge tone="accent">{words("you")}</Badge> : null}
            {member.suspended ? <Badge tone="warning">{words("suspended")}</Badge> : null}
            {member.second_factor ? <Badge tone="success">{words("secondFactor")}</Badge> : null}
          </p>
          <p className="truncate text-[13px] text-ink-faint" title={member.email}>
            {member.email}
          </p>
          {member.suspended ? (
            <p className="text-[13px] break-words text-ink-soft">
              {words("why", { reason: member.suspended })}
            </p>
          ) : null}
        </div>
        <Standing member={member} known={known} />
      </div>
      {acting ? (
        <div className="w-9 shrink-0 pointer-coarse:w-11">
          {below && !own ? <MemberActs member={member} known={known} /> : null}
        </div>
      ) : null}
    </li>
  );
}

const rank = ({ roles }: Known, role: Member["role"]) => roles.findIndex((one) => one.name === role);

function Standing({ member, known }: Props) {
  const words = useTranslations("team");
  const departs = [
    member.granted.length ? words("granted", { count: member.granted.length }) : "",
    member.withdrawn.length ? words("withdrawn", { count: member.withdrawn.length }) : "",
  ].filter(Boolean);
  return (
    <div className="min-w-0 text-[13px] text-ink-soft sm:text-sm">
      <p>{known?.roles.find((one) => one.name === member.role)?.label}</p>
      {departs.length ? <p className="text-[13px] text-ink-faint">{departs.join(", ")}</p> : null}
    </div>
  );
}
