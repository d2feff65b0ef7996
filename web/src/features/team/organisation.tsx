import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";

const Edit = lazy(() => import("@/features/team/edit-organisation"));

/** What the organisation is called, and by whose clocks it lives. */
export function Organisation() {
  const words = useTranslations("team.organisation");
  const { organization } = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Section title={words("title")}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pb-4">
        <p className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          <span className="block font-medium">{organization.name}</span>
          <span className="block text-[13px] text-ink-soft">
            {words("lives", { zone: organization.time_zone })}
          </span>
        </p>
        <Button small onPress={() => setOpen(true)}>
          {words("edit")}
        </Button>
      </div>
      <Suspense fallback={null}>{open ? <Edit close={() => setOpen(false)} /> : null}</Suspense>
    </Section>
  );
}
