import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { KeyLine } from "@/features/keys/key-line";
import { apiKeysQuery } from "@/features/keys/queries";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Empty } from "@/ui/states";

const Issue = lazy(() => import("@/features/keys/issue"));
const Revoke = lazy(() => import("@/features/keys/revoke"));

/** The programs that act for the organisation, and what they may do. */
export function KeysPage() {
  const words = useTranslations();
  const may = useMay();
  if (!may("keys.read")) return <Empty sentence={words("states.forbidden")} />;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-6">
      <h1 className="text-xl font-semibold">{words("apiKeys.title")}</h1>
      <Keys />
    </div>
  );
}

function Keys() {
  const words = useTranslations("apiKeys");
  const may = useMay();
  const known = useQuery(apiKeysQuery);
  const [issuing, setIssuing] = useState(false);
  const [revoked, setRevoked] = useState<Schemas["ApiKeyView"]>();
  const manage = may("keys.manage");
  const issue = (
    <Button look="primary" onPress={() => setIssuing(true)}>
      {words("issue")}
    </Button>
  );
  return (
    <Section title={words("list")} lead={words("lead")} aside={manage ? issue : null}>
      <Loaded query={known} bone="h-44">
        {({ data }) =>
          data.length ? (
            <ul aria-label={words("list")} className="divide-y divide-line border-t border-line">
              {data.map((one) => (
                <KeyLine key={one.key_id} known={one} revoke={manage ? () => setRevoked(one) : undefined} />
              ))}
            </ul>
          ) : (
            <Empty sentence={words("none")} />
          )
        }
      </Loaded>
      <Suspense fallback={null}>
        {issuing ? <Issue close={() => setIssuing(false)} /> : null}
        {revoked ? <Revoke known={revoked} close={() => setRevoked(undefined)} /> : null}
      </Suspense>
    </Section>
  );
}
