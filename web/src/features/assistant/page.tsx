import { Link, Outlet } from "@tanstack/react-router";
import { FlaskConical } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { TryPanel } from "@/features/assistant/try-panel";
import { TryingProvider, useTrying } from "@/features/assistant/trying";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** How the assistant behaves and what it knows; beside it, what it would say. */
export function AssistantPage() {
  const may = useMay();
  return may("assistant.try") ? (
    <TryingProvider>
      <Sections>
        <Aside />
      </Sections>
    </TryingProvider>
  ) : (
    <Sections />
  );
}

function Sections({ children }: { children?: ReactNode }) {
  const words = useTranslations("assistant");
  return (
    <div className="flex h-full">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 items-end gap-4 border-b border-line px-4 pt-3 md:px-6">
          <h1 className="sr-only">{words("title")}</h1>
          <nav aria-label={words("sections")} className="flex gap-4">
            <Section to="/assistant">{words("settings")}</Section>
            <Section to="/assistant/faq">{words("faq")}</Section>
          </nav>
          <div className="ml-auto pb-1.5">
            <TryButton />
          </div>
        </div>
        <Outlet />
      </div>
      {children}
    </div>
  );
}

function Section({ to, children }: { to: "/assistant" | "/assistant/faq"; children: string }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: true, includeSearch: false }}
      className="-mb-px flex h-11 items-center border-b-2 border-transparent px-1 text-ink-soft hover:text-ink"
      activeProps={{ className: "!border-accent !text-ink font-semibold", "aria-current": "page" }}
    >
      {children}
    </Link>
  );
}

/** Where there is no room beside. What was tried with another FAQ is one press away from being tried again. */
function TryButton() {
  const words = useTranslations("assistant.trying");
  const [opened, open] = useState(false);
  const trying = useTrying();
  if (!trying) return null;
  const { old, shown, ask } = trying;
  const press = () => {
    open(true);
    if (old && shown) ask(shown);
  };
  return (
    <span className="lg:hidden">
      <Button small onPress={press}>
        <FlaskConical size={16} aria-hidden="true" />
        {words(old ? "again" : "title")}
      </Button>
      {opened ? (
        <Dialog title={words("open")} close={() => open(false)}>
          <TryPanel leave={() => open(false)} />
        </Dialog>
      ) : null}
    </span>
  );
}

function Aside() {
  const words = useTranslations("assistant.trying");
  return (
    <aside
      aria-labelledby="essayer"
      className="w-88 shrink-0 overflow-y-auto border-l border-line bg-sunken p-4 max-lg:hidden xl:w-96"
    >
      <h2 id="essayer" className="mb-3 text-base font-semibold">
        {words("open")}
      </h2>
      <TryPanel />
    </aside>
  );
}
