import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Keyboard, Search, X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { type Filters, readFilters } from "@/features/conversations/filters";
import { OWNERS, STATUSES } from "@/features/conversations/labels";
import { channelsQuery } from "@/features/conversations/queries";
import { IconButton } from "@/ui/button";
import { Choice } from "@/ui/choice";
import { useKeys } from "@/ui/use-keys";

const Shortcuts = lazy(() => import("@/features/conversations/shortcuts"));

const TYPED_MS = 250;

/** What the list shows; kept in the address, so that it can be shared and gone back to. */
export function Filtering() {
  const words = useTranslations();
  const filters = readFilters(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (changed: Filters) =>
    void navigate({ to: ".", search: (search) => ({ ...search, ...changed }), replace: true });
  return (
    <div className="flex flex-col gap-2 border-b border-line p-3">
      <div className="flex items-center gap-1">
        <SearchBox
          value={filters.recherche ?? ""}
          onChange={(recherche) => change({ recherche: recherche || undefined })}
        />
        <ShortcutsHelp />
      </div>
      <div className="flex items-center gap-2 *:min-w-0 *:flex-1">
        <Choice
          label={words("inbox.status")}
          value={filters.statut ?? ""}
          onChange={(statut) => change({ statut: (statut || undefined) as Filters["statut"] })}
          options={[
            ["", words("inbox.status")],
            ...STATUSES.map((status) => [status, words(`status.${status}`)] as const),
          ]}
        />
        <Choice
          label={words("inbox.who")}
          value={filters.qui ?? ""}
          onChange={(qui) => change({ qui: (qui || undefined) as Filters["qui"] })}
          options={[
            ["", words("inbox.who")],
            ...OWNERS.map((owner) => [owner, words(`owner.${owner}`)] as const),
          ]}
        />
        <ChannelChoice value={filters.canal} onChange={(canal) => change({ canal })} />
      </div>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{words("desk.filters")}</legend>
        <Toggle label={words("inbox.unread")} on={filters.nonLues} set={(nonLues) => change({ nonLues })} />
        <Toggle
          label={words("desk.closingWindow")}
          title={words("desk.closingWindowTitle")}
          on={filters.fenetre && true}
          set={(on) => change({ fenetre: on && "bientot" })}
        />
        <Toggle label={words("desk.asleepOnly")} on={filters.veille} set={(veille) => change({ veille })} />
        <Toggle
          label={words("desk.mutedOnly")}
          on={filters.sourdine}
          set={(sourdine) => change({ sourdine })}
        />
      </fieldset>
    </div>
  );
}

/** ? shows what the keyboard does; so does the button, for who does not know that yet. */
function ShortcutsHelp() {
  const words = useTranslations("keys");
  const [shown, show] = useState(false);
  useKeys({ "?": () => show(true) });
  return (
    <span className="pointer-coarse:hidden">
      <IconButton label={words("title")} onPress={() => show(true)}>
        <Keyboard size={18} aria-hidden="true" />
      </IconButton>
      {shown ? (
        <Suspense fallback={null}>
          <Shortcuts close={() => show(false)} />
        </Suspense>
      ) : null}
    </span>
  );
}

interface ToggleProps {
  label: string;
  title?: string;
  on: true | undefined;
  set: (on: true | undefined) => void;
}

function Toggle({ label, title, on, set }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={on === true}
      title={title}
      onClick={() => set(on ? undefined : true)}
      className="h-7 rounded-full border border-line px-2.5 text-xs whitespace-nowrap text-ink-soft hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:h-11 pointer-coarse:px-3"
    >
      {label}
    </button>
  );
}

/** By channel, when there are several. */
function ChannelChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const words = useTranslations("desk");
  const may = useMay();
  const found = useQuery({ ...channelsQuery, enabled: may("channels.read") });
  const channels = found.data?.data ?? [];
  if (channels.length < 2) return null;
  return (
    <Choice
      label={words("channel")}
      value={value ?? ""}
      onChange={(chosen) => onChange(chosen || undefined)}
      options={[["", words("channel")], ...channels.map((one) => [one.channel_id, one.label] as const)]}
    />
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = useTranslations("inbox");
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), TYPED_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="relative flex-1">
      <Search
        size={16}
        aria-hidden="true"
        className="absolute top-1/2 left-3 -translate-y-1/2 text-ink-faint"
      />
      <input
        type="search"
        data-search=""
        aria-label={words("search")}
        placeholder={words("search")}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
        className="h-9 w-full rounded-md border border-line-strong bg-surface pr-9 pl-9 placeholder:text-ink-faint pointer-coarse:h-11 pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {typed ? (
        <span className="absolute top-0 right-0">
          <IconButton label={words("clearSearch")} onPress={() => setTyped("")}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </span>
      ) : null}
    </div>
  );
}
