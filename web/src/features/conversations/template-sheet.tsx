import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";

interface Sheet {
  header: string;
  body: string;
  footer: string;
  buttons: readonly Schemas["ButtonView"][];
}

/** The words of a template with an example in each blank that is left: « Bonjour [Awa] ». */
export const withExamples = (body: string, variables: readonly Schemas["VariableView"][]): string =>
  variables.reduce((said, one) => said.replaceAll(`{{${one.key}}}`, `[${one.example || one.label}]`), body);

/** A template as a client reads it on a phone. */
export function TemplateSheet({ sheet, headerKind }: { sheet: Sheet; headerKind: string }) {
  const words = useTranslations("desk.template");
  const media = headerKind !== "none" && headerKind !== "text";
  return (
    <div className="rounded-xl bg-sunken p-3">
      <div className="rounded-lg border border-line bg-surface p-3 text-base [overflow-wrap:anywhere]">
        {media ? <p className="mb-1 text-[13px] text-ink-faint italic">{words("headerMedia")}</p> : null}
        {sheet.header ? <p className="mb-1 font-semibold">{sheet.header}</p> : null}
        <p className="whitespace-pre-wrap">{sheet.body}</p>
        {sheet.footer ? <p className="mt-1 text-[13px] text-ink-faint">{sheet.footer}</p> : null}
        {sheet.buttons.map((button) => (
          <p
            key={`${button.kind}:${button.text}`}
            className="mt-2 border-t border-line pt-2 text-center text-accent"
          >
            {button.text}
            {button.target ? (
              <span className="block truncate text-xs text-ink-faint">{button.target}</span>
            ) : null}
          </p>
        ))}
      </div>
    </div>
  );
}
