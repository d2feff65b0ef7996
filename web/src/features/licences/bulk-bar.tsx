import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import type { BulkAct } from "@/features/licences/bulk";
import type { Chosen } from "@/features/licences/list";
import { Button, IconButton } from "@/ui/button";

const Bulk = lazy(() => import("@/features/licences/bulk"));
const NAMES = { extend: "extend", change_plan: "changePlan", revoke: "revoke" } as const;

/** What may be done with all those that are chosen. */
export function BulkBar({ chosen, clear }: { chosen: Chosen; clear: () => void }) {
  const words = useTranslations("licences");
  const may = useMay();
  const [act, setAct] = useState<BulkAct>();
  const acts: readonly BulkAct[] = may("licences.revoke")
    ? ["extend", "change_plan", "revoke"]
    : ["extend", "change_plan"];
  return (
    <section
      aria-label={words("chosen", { count: chosen.size })}
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 rounded-b-md border-t border-line bg-sunken px-4 py-2"
    >
      <p role="status" className="mr-2 font-medium">
        {words("chosen", { count: chosen.size })}
      </p>
      {acts.map((one) => (
        <Button key={one} look={one === "revoke" ? "danger" : "plain"} onPress={() => setAct(one)}>
          {words(`acts.${NAMES[one]}`)}
        </Button>
      ))}
      <span className="ml-auto">
        <IconButton label={words("unchoose")} onPress={clear}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </span>
      <Suspense fallback={null}>
        {act ? (
          <Bulk
            act={act}
            chosen={chosen}
            close={(done) => {
              setAct(undefined);
              if (done) clear();
            }}
          />
        ) : null}
      </Suspense>
    </section>
  );
}
