import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { securityQuery } from "@/features/team/queries";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Switch } from "@/ui/switch";

const ChangeRule = lazy(() => import("@/features/team/change-rule"));

/** How people come in here. Those who run the platform have no choice. */
export function Security() {
  const words = useTranslations("team.security");
  const { operator } = useMe().organization;
  return (
    <Section title={words("title")}>
      <div className="px-4 pb-4">{operator ? <p>{words("always")}</p> : <Rule />}</div>
    </Section>
  );
}

function Rule() {
  const words = useTranslations("team.security");
  const rule = useQuery(securityQuery);
  const [wanted, setWanted] = useState<boolean>();
  return (
    <Loaded query={rule} bone="h-11">
      {({ second_factor_required: on }) => (
        <>
          <Switch label={words("rule")} hint={words(on ? "on" : "off")} value={on} onChange={setWanted} />
          <Suspense fallback={null}>
            {wanted === undefined ? null : <ChangeRule on={wanted} close={() => setWanted(undefined)} />}
          </Suspense>
        </>
      )}
    </Loaded>
  );
}
