import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { EndOthers } from "@/features/account/end-others";
import { sessionsQuery } from "@/features/account/queries";
import { SessionLine } from "@/features/account/session-line";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";

const EndAll = lazy(() => import("@/features/account/end-all"));

/** Where the account is open. */
export function Sessions() {
  const words = useTranslations("account.sessions");
  const may = useMay();
  const sessions = useQuery(sessionsQuery);
  const [ending, setEnding] = useState(false);
  const aside = may("sessions.end") ? (
    <div className="flex flex-wrap gap-2">
      {sessions.data?.data.some((one) => !one.current) ? <EndOthers /> : null}
      <Button look="danger" onPress={() => setEnding(true)}>
        {words("endAll")}
      </Button>
    </div>
  ) : null;
  return (
    <Section title={words("title")} lead={words("lead")} aside={aside}>
      <Loaded query={sessions} bone="h-28">
        {({ data }) => (
          <ul aria-label={words("title")} className="divide-y divide-line border-t border-line">
            {data.map((one) => (
              <SessionLine key={one.session_id} session={one} />
            ))}
          </ul>
        )}
      </Loaded>
      <Suspense fallback={null}>{ending ? <EndAll close={() => setEnding(false)} /> : null}</Suspense>
    </Section>
  );
}
