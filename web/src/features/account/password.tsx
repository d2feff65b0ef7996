import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { Button } from "@/ui/button";
import { Section } from "@/ui/section";

const ChangePassword = lazy(() => import("@/features/account/change-password"));

/** What one signs in with. */
export function Password() {
  const words = useTranslations("account.password");
  const may = useMay();
  const [changing, setChanging] = useState(false);
  if (!may("password.change")) return null;
  const aside = <Button onPress={() => setChanging(true)}>{words("change")}</Button>;
  return (
    <Section title={words("title")} lead={words("lead")} aside={aside}>
      <Suspense fallback={null}>
        {changing ? <ChangePassword close={() => setChanging(false)} /> : null}
      </Suspense>
    </Section>
  );
}
