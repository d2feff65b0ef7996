import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Choices } from "@/features/assistant/choices";
import { Left } from "@/features/assistant/counted";
import { LIMITS } from "@/features/assistant/settings-draft";
import { Threshold } from "@/features/assistant/threshold";
import type { SettingsForm } from "@/features/assistant/use-settings";
import { TextField } from "@/ui/field";
import { Switch } from "@/ui/switch";

interface Props {
  form: SettingsForm;
  /** Whether the person may only read. */
  reads: boolean;
}

export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="text-base font-semibold">{title}</h2>
      {lead ? <p className="mt-0.5 text-pretty text-ink-soft">{lead}</p> : null}
      <div className="mt-4 flex flex-col gap-5">{children}</div>
    </section>
  );
}

type TextOf = keyof typeof LIMITS;

/** A text of the settings, with what is left of it and what the server had against it. */
export function Words({
  form,
  reads,
  field,
  hint,
  rows,
  always,
  placeholder,
}: Props & { field: TextOf; hint?: ReactNode; rows?: number; always?: boolean; placeholder?: string }) {
  const words = useTranslations("assistant.field");
  return (
    <TextField
      label={words(field)}
      value={form.wanted[field]}
      onChange={(text) => form.set(field, text)}
      isReadOnly={reads}
      error={form.errorOf(field)}
      rows={rows ?? 1}
      {...(placeholder ? { placeholder } : {})}
      hint={
        <span className="flex flex-wrap gap-x-4">
          <span className="min-w-0 flex-1 basis-48 text-pretty">{hint}</span>
          <Left text={form.wanted[field]} longest={LIMITS[field]} always={always ?? false} />
        </span>
      }
    />
  );
}

/** Whether it answers, and what follows. */
export function Automatic({ form, reads }: Props) {
  const words = useTranslations("assistant.automatic");
  const on = form.wanted.automatic;
  return (
    <section aria-label={words("label")}>
      <Switch
        label={words("label")}
        hint={words(on ? "on" : "off")}
        value={on}
        onChange={(value) => form.set("automatic", value)}
        isDisabled={reads}
      />
    </section>
  );
}

export function Business(props: Props) {
  const words = useTranslations("assistant.business");
  return (
    <Part title={words("title")}>
      <Words
        {...props}
        field="business"
        hint={words("hint")}
        rows={6}
        always
        placeholder={words("placeholder")}
      />
    </Part>
  );
}

export function Speech(props: Props) {
  const words = useTranslations("assistant.tone");
  const label = useTranslations("assistant.field");
  const { form } = props;
  return (
    <Part title={words("title")}>
      <Choices
        label={label("tone")}
        value={form.wanted.tone}
        onChange={(tone) => form.set("tone", tone)}
        isDisabled={props.reads}
        options={(["warm", "professional", "concise", "playful"] as const).map((tone) => ({
          value: tone,
          label: words(tone),
          hint: words(`${tone}Hint`),
        }))}
      />
      <Words {...props} field="manner" hint={words("mannerHint")} rows={2} />
      <Words {...props} field="signature" hint={words("signatureHint")} />
    </Part>
  );
}

/** When and how it leaves the client to a person, and what it may ask before. */
export function Handover(props: Props) {
  const words = useTranslations("assistant");
  const { form, reads } = props;
  const model = form.wanted.model_allowed;
  return (
    <Part title={words("threshold.title")}>
      <Threshold form={form} reads={reads} />
      <Words {...props} field="handover" hint={words("threshold.handoverHint")} rows={3} />
      <Switch
        label={words("model.label")}
        hint={words(model ? "model.on" : "model.off")}
        value={model}
        onChange={(value) => form.set("model_allowed", value)}
        isDisabled={reads}
      />
    </Part>
  );
}
