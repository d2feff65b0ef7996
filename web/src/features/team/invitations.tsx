import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { invitationsQuery } from "@/features/team/queries";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";
import { Badge } from "@/ui/states";
import { moment } from "@/words/moments";

const WithdrawInvitation = lazy(() => import("@/features/team/withdraw-invitation"));

/** Those who were invited and have not come yet; nothing when there are none. */
export function Invitations() {
  const words = useTranslations("team");
  const invitations = useQuery(invitationsQuery);
  const [withdrawn, setWithdrawn] = useState<Schemas["InvitationView"]>();
  if (!invitations.data?.data.length) return null;
  return (
    <Section title={words("invitations")}>
      <ul aria-label={words("invitations")} className="divide-y divide-line border-t border-line">
        {invitations.data.data.map((one) => (
          <Line key={one.invitation_id} invitation={one} withdraw={() => setWithdrawn(one)} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {withdrawn ? (
          <WithdrawInvitation invitation={withdrawn} close={() => setWithdrawn(undefined)} />
        ) : null}
      </Suspense>
    </Section>
  );
}

interface LineProps {
  invitation: Schemas["InvitationView"];
  withdraw: () => void;
}

function Line({ invitation, withdraw }: LineProps) {
  const words = useTranslations();
  const { name, email, role, ends_at, mailed } = invitation;
  const ended = new Date(ends_at) <= new Date();
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {name}
          {mailed === "failed" ? <Badge tone="danger">{words("team.mailFailed")}</Badge> : null}
          {ended ? <Badge tone="warning">{words("team.invitationEnded")}</Badge> : null}
        </p>
        <p className="truncate text-[13px] text-ink-soft">{email}</p>
        <p className="text-[13px] text-ink-faint">
          {words("team.invitedAs", { role: words(`roles.${role}`), date: moment(new Date(ends_at)) })}
        </p>
      </div>
      <Button onPress={withdraw} aria-label={words("team.withdrawTitle", { name })}>
        {words("team.withdraw")}
      </Button>
    </li>
  );
}
