import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { Problem } from "@/api/problem";
import type { Conversation } from "@/features/conversations/filters";
import { Moved } from "@/features/conversations/moved";
import type { Template } from "@/features/conversations/template-picker";
import { TemplateSheet, withExamples } from "@/features/conversations/template-sheet";
import { movedSince, useTemplateReply } from "@/features/conversations/use-reply";
import { useShown } from "@/features/conversations/use-shown";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

const TYPED_MS = 200;

interface Props {
  template: Template;
  conversation: Conversation;
  fresh: boolean;
  close: () => void;
}

/** A template being filled in, with what the client will read beside it. Every refusal is told at its field. */
export function FillTemplate({ template, conversation, fresh, close }: Props) {
  const words = useTranslations("desk.template");
  const composer = useTranslations("composer");
  const { tell } = useToasts();
  const [values, setValues] = useState<Record<string, string>>({});
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const preview = usePreview(template.template_id, values);
  const seen = useShown(conversation.conversation_id).revision;
  const sending = useTemplateReply(conversation.conversation_id, () => {
    tell(words("sent"), "success");
    close();
  });
  const since = movedSince(sending.error);
  const refused = sending.error instanceof Problem ? sending.error : undefined;
  const wrong = (variable: string): string | undefined => {
    const field = `variables.${variable}`;
    const told = refused?.of(field) ?? preview.data?.errors.find((one) => one.field === field)?.detail;
    return tried || touched.has(variable) ? told : undefined;
  };
  const change = (variable: string, value: string) => {
    setValues({ ...values, [variable]: value });
    setTouched(new Set([...touched, variable]));
    setKey(crypto.randomUUID()); // other words are another message
    if (!since) sending.reset();
  };
  const send = () => {
    setTried(true);
    if (seen === undefined || !preview.data?.ready || preview.isPlaceholderData) return;
    sending.mutate({ key, seen, templateId: template.template_id, variables: values });
  };
  const atFields = template.variables.some((one) => refused?.of(`variables.${one.key}`));
  const problem = since || atFields ? "" : (sending.error?.message ?? preview.error?.message ?? "");
  const sheet = preview.data ?? template;
  return (
    <form
      className="grid gap-5 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex flex-col gap-3">
        {template.variables.length === 0 ? <p className="text-ink-soft">{words("nothingToFill")}</p> : null}
        {template.variables.map((one) => (
          <TextField
            key={one.key}
            label={one.label.charAt(0).toLocaleUpperCase("fr-FR") + one.label.slice(1)}
            placeholder={one.example ? words("example", { example: one.example }) : ""}
            value={values[one.key] ?? ""}
            onChange={(value) => change(one.key, value)}
            error={wrong(one.key)}
          />
        ))}
      </div>
      <div>
        <p className="mb-1 text-[13px] font-medium text-ink-soft">{words("preview")}</p>
        <TemplateSheet
          sheet={{ ...sheet, body: withExamples(sheet.body, template.variables) }}
          headerKind={template.header_kind}
        />
      </div>
      <div className="sm:col-span-2">
        {since ? <Moved since={since} contactName={conversation.contact_name} /> : null}
        <p role="status" className="mb-2 min-h-5 text-[13px] text-danger">
          {problem || preview.data?.advice || (fresh ? "" : composer("stale"))}
        </p>
        <div className="flex flex-wrap items-center justify-end gap-3">
          <p className="flex-1 text-[13px] text-ink-faint">{words("follows")}</p>
          <Button
            type="submit"
            look="primary"
            isPending={sending.isPending}
            isDisabled={!fresh || Boolean(preview.data?.advice)}
          >
            {since ? words("sendAnyway") : words("send")}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** What the client would read, asked again when the typing pauses. */
function usePreview(templateId: string, values: Record<string, string>) {
  const [asked, ask] = useState(values);
  useEffect(() => {
    const timer = setTimeout(() => ask(values), TYPED_MS);
    return () => clearTimeout(timer);
  }, [values]);
  const found = useQuery({
    queryKey: keys.templates({ preview: templateId, values: asked }),
    queryFn: ({ signal }) =>
      data(
        api.POST("/api/templates/{template_id}/preview", {
          params: { path: { template_id: templateId } },
          body: { variables: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return { ...found, isPlaceholderData: found.isPlaceholderData || asked !== values };
}
