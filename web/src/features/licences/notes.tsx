import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";

const Amend = lazy(() => import("@/features/licences/amend"));

/** What the team noted of a licence; changed along with how it is paid. */
export function Notes({ licence }: { licence: Schemas["LicenceView"] }) {
  const words = useTranslations("licences.sheet");
  const may = useMay();
  const [amending, setAmending] = useState(false);
  const edit =
    may("licences.update") && licence.status !== "revoked" ? (
      <Button small onPress={() => setAmending(true)}>
        {words("edit")}
      </Button>
    ) : null;
  return (
    <Section title={words("notes")} aside={edit}>
      <p
        className={`px-4 pb-4 whitespace-pre-wrap [overflow-wrap:anywhere] ${licence.notes ? "" : "text-ink-faint"}`}
      >
        {licence.notes || words("noNotes")}
      </p>
      <Suspense fallback={null}>
        {amending ? <Amend licence={licence} close={() => setAmending(false)} /> : null}
      </Suspense>
    </Section>
  );
}
