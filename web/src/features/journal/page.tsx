import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { type JournalSearch, readJournal } from "@/features/journal/address";
import { Filters } from "@/features/journal/filters";
import { Lines } from "@/features/journal/list";
import { EVERY_S } from "@/features/journal/queries";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";

const Export = lazy(() => import("@/features/journal/export"));

/** Who did what, when and from where. */
export function JournalPage() {
  const words = useTranslations();
  const may = useMay();
  const navigate = useNavigate();
  const search = readJournal(useSearch({ strict: false }));
  const [exporting, setExporting] = useState(false);
  if (!may("journal.read")) return <Empty sentence={words("states.forbidden")} />;
  const go = (changed: JournalSearch) =>
    void navigate({ to: "/journal", search: { ...search, ...changed }, replace: true, resetScroll: false });
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 md:p-6">
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">{words("journal.title")}</h1>
        {may("journal.export") ? (
          <Button onPress={() => setExporting(true)}>
            <Download size={16} aria-hidden="true" />
            {words("journal.export")}
          </Button>
        ) : null}
      </div>
      <p className="-mt-2 text-[13px] text-pretty text-ink-soft">
        {words("journal.lead")} {words("journal.every", { seconds: String(EVERY_S) })}
      </p>
      <div className="rounded-md border border-line bg-surface pt-4">
        <Filters search={search} go={go} />
        <Lines search={search} />
      </div>
      <Suspense fallback={null}>
        {exporting ? <Export search={search} close={() => setExporting(false)} /> : null}
      </Suspense>
    </div>
  );
}
