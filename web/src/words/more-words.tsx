import { type ReactNode, useMemo } from "react";
import { IntlProvider, useMessages } from "use-intl";

interface Props {
  words: object;
  children: ReactNode;
}

/** Words that come with the screens that say them: the first screens do not carry them. */
export function MoreWords({ words, children }: Props) {
  const known = useMessages();
  const messages = useMemo(() => ({ ...known, ...words }), [known, words]);
  return (
    <IntlProvider locale="fr-FR" messages={messages}>
      {children}
    </IntlProvider>
  );
}
