import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { Button } from "@/ui/button";

const EraseDialog = lazy(() => import("@/features/contact/erase-dialog"));

/** The way to forget a client, for who may: far from what is done every day. */
export function EraseContact({ contact }: { contact: Schemas["ContactView"] }) {
  const words = useTranslations("clientActs.erase");
  const may = useMay();
  const [asked, ask] = useState(false);
  if (!may("contacts.erase")) return null;
  return (
    <section aria-label={words("title")} className="border-t border-line p-4">
      <Button small look="danger" onPress={() => ask(true)}>
        {words("open")}
      </Button>
      {asked ? (
        <Suspense fallback={null}>
          <EraseDialog contact={contact} close={() => ask(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
