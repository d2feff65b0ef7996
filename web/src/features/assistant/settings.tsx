import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { Hours } from "@/features/assistant/hours-editor";
import { Leaving } from "@/features/assistant/leaving";
import { settingsQuery } from "@/features/assistant/queries";
import { SaveBar } from "@/features/assistant/save-bar";
import type { Settings } from "@/features/assistant/settings-draft";
import { Automatic, Business, Handover, Speech } from "@/features/assistant/settings-parts";
import { type SettingsForm, useSettings } from "@/features/assistant/use-settings";
import { Banner, Bone, Failed, Loading } from "@/ui/states";

/** How the assistant behaves. */
export function SettingsSection() {
  const found = useQuery(settingsQuery);
  if (found.isPending) return <Skeleton />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <SettingsPage server={found.data} />;
}

function SettingsPage({ server }: { server: Settings }) {
  const words = useTranslations("assistant");
  const may = useMay();
  const settings = useSettings(server);
  const box = useRef<HTMLFormElement>(null);
  const save = () => {
    // A time that cannot be read is not what would be saved.
    const unread = box.current?.querySelector<HTMLElement>("[data-unread]");
    if (unread) unread.focus();
    else settings.save();
  };
  const form = { ...settings, save };
  const mayChange = may("assistant.configure");
  useFirstFault(box, form);
  const pressed = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    if (mayChange && form.unsaved.length && !form.moved.length && !form.saving) save();
  };
  return (
    <>
      {mayChange ? null : <Banner>{words("reading")}</Banner>}
      <form
        ref={box}
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={pressed}
        className="min-h-0 flex-1 scroll-py-6 overflow-y-auto"
      >
        <div className="mx-auto max-w-3xl divide-y divide-line px-4 pb-10 md:px-6 [&>section]:py-6">
          <Automatic form={form} reads={!mayChange} />
          <Business form={form} reads={!mayChange} />
          <Speech form={form} reads={!mayChange} />
          <Hours form={form} reads={!mayChange} />
          <Handover form={form} reads={!mayChange} />
        </div>
      </form>
      {mayChange ? <SaveBar form={form} /> : null}
      <Leaving unsaved={form.unsaved.length > 0} drop={form.drop} />
    </>
  );
}

/** What was refused is where one is led. */
function useFirstFault(box: React.RefObject<HTMLFormElement | null>, { error }: SettingsForm): void {
  useEffect(() => {
    if (error) box.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-fault]")?.focus();
  }, [box, error]);
}

function Skeleton() {
  return (
    <Loading>
      <div className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6 md:px-6">
        <Bone className="h-14 w-full" />
        <Bone className="h-36 w-full" />
        <Bone className="h-28 w-full" />
        <Bone className="h-72 w-full" />
      </div>
    </Loading>
  );
}
