import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { IntlProvider } from "use-intl";
import type { licencesWords } from "@/features/licences/words";
import { fr } from "@/words/fr";

declare module "use-intl" {
  interface AppConfig {
    /** Some come with their screens (`MoreWords`). */
    Messages: typeof fr & { licences: typeof licencesWords };
    Locale: "fr-FR";
  }
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** French, for texts, dates, numbers and the parts of React Aria. */
export function WordsProvider({ children, zone = ZONE }: { children: ReactNode; zone?: string }) {
  return (
    <I18nProvider locale="fr-FR">
      <IntlProvider locale="fr-FR" messages={fr} timeZone={zone}>
        {children}
      </IntlProvider>
    </I18nProvider>
  );
}
