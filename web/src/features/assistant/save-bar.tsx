import { Check, CircleAlert, PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { listed } from "@/features/assistant/figures";
import type { Field } from "@/features/assistant/settings-draft";
import type { SettingsForm } from "@/features/assistant/use-settings";
import { useConnection } from "@/live/provider";
import { Button } from "@/ui/button";

/** Along the bottom: what is saved, what is not, and what a colleague did meanwhile. */
export function SaveBar({ form }: { form: SettingsForm }) {
  if (form.moved.length) return <Moved form={form} />;
  return <Saving form={form} />;
}

function useNames() {
  const words = useTranslations("assistant.field");
  return (fields: readonly Field[]) => listed(fields.map((field) => words(field)));
}

function Bar({ tone = "bg-surface", children }: { tone?: string; children: ReactNode }) {
  return (
    <div
      className={`flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2 md:px-6 ${tone}`}
    >
      {children}
    </div>
  );
}

function Saving({ form }: { form: SettingsForm }) {
  const words = useTranslations("assistant.form");
  const lost = useConnection().state === "lost";
  const { unsaved, saving } = form;
  return (
    <Bar>
      <p role="status" className="flex min-w-0 flex-1 basis-60 items-center gap-2 text-[13px]">
        <Told form={form} lost={lost} />
      </p>
      {unsaved.length ? (
        <span className="ml-auto flex gap-2">
          <Button look="quiet" onPress={form.undo} isDisabled={saving}>
            {words("undo")}
          </Button>
          <Button look="primary" onPress={form.save} isDisabled={saving || lost}>
            {words(saving ? "saving" : "save")}
          </Button>
        </span>
      ) : null}
    </Bar>
  );
}

function Told({ form, lost }: { form: SettingsForm; lost: boolean }) {
  const words = useTranslations("assistant.form");
  const names = useNames();
  const { unsaved, error, restored } = form;
  if (error) {
    return (
      <>
        <CircleAlert size={16} aria-hidden="true" className="shrink-0 text-danger" />
        <span className="text-danger">{error.message}</span>
      </>
    );
  }
  if (unsaved.length === 0) {
    return (
      <>
        <Check size={16} aria-hidden="true" className="shrink-0 text-success" />
        <span className="text-ink-soft">{words("saved")}</span>
      </>
    );
  }
  const told = lost ? words("offline") : words("unsaved", { count: unsaved.length, fields: names(unsaved) });
  return (
    <>
      <PencilLine size={16} aria-hidden="true" className="shrink-0 text-warning" />
      <span className="line-clamp-2">{restored ? `${words("restored")} ${told}` : told}</span>
    </>
  );
}

function Moved({ form }: { form: SettingsForm }) {
  const words = useTranslations("assistant.form");
  const names = useNames();
  return (
    <Bar tone="bg-warning-soft">
      <p role="alert" className="min-w-0 flex-1 basis-72 text-[13px] text-warning">
        {words("moved", { fields: names(form.moved) })}
        {form.disputed.length ? ` ${words("disputed", { fields: names(form.disputed) })}` : null}
      </p>
      <span className="ml-auto flex flex-wrap gap-2">
        <Button onPress={form.undo}>{words("reload")}</Button>
        <Button look="primary" onPress={form.merge}>
          {words("merge")}
        </Button>
      </span>
    </Bar>
  );
}
