import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { readImport } from "@/features/licences/address";
import { ImportDrop } from "@/features/licences/import-drop";
import { ImportSheet } from "@/features/licences/import-sheet";
import { Imports } from "@/features/licences/imports";
import { Banner, Empty } from "@/ui/states";

/** Licences brought in by files: a new one, and those that were. */
export function ImportPage() {
  const words = useTranslations();
  const may = useMay();
  const navigate = useNavigate();
  const { lot } = readImport(useSearch({ strict: false }));
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  if (!may("licences.read")) return <Empty sentence={words("states.forbidden")} />;
  const tried = (batchId: string, columns: readonly string[]) => {
    setIgnored(columns);
    void navigate({ to: "/licences/import", search: { lot: batchId } });
  };
  const back = lot
    ? ({ to: "/licences/import", label: words("licences.importing.all") } as const)
    : ({ to: "/licences", label: words("licences.importing.back") } as const);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-6">
      <Link
        to={back.to}
        className="inline-flex min-h-6 items-center gap-1.5 self-start text-[13px] text-ink-soft hover:text-ink pointer-coarse:min-h-11"
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {back.label}
      </Link>
      <h1 className="text-xl font-semibold">{words("licences.importing.title")}</h1>
      {lot ? (
        <>
          {ignored.length ? (
            <Banner>{words("licences.importing.ignored", { columns: ignored.join(", ") })}</Banner>
          ) : null}
          <ImportSheet key={lot} batchId={lot} />
        </>
      ) : (
        <>
          {may("licences.create") ? <ImportDrop tried={tried} /> : null}
          <Imports />
        </>
      )}
    </div>
  );
}
