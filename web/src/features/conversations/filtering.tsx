import { useNavigate, useSearch } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type Filters, readFilters } from "@/features/conversations/filters";
import { OWNERS, STATUSES } from "@/features/conversations/labels";
import { IconButton } from "@/ui/button";
import { Choice } from "@/ui/choice";

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
      <SearchBox
        value={filters.recherche ?? ""}
        onChange={(recherche) => change({ recherche: recherche || undefined })}
      />
      <div className="flex items-center gap-2">
        <Choice
          label={words("inbox.status")}
          value={filters.statut ?? ""}
          onChange={(statut) => change({ statut: (statut || undefined) as Filters["statut"] })}
          options={[
            ["", words("inbox.allStatuses")],
            ...STATUSES.map((status) => [status, words(`status.${status}`)] as const),
          ]}
        />
        <Choice
          label={words("inbox.who")}
          value={filters.qui ?? ""}
          onChange={(qui) => change({ qui: (qui || undefined) as Filters["qui"] })}
          options={[
            ["", words("inbox.anyone")],
            ...OWNERS.map((owner) => [owner, words(`owner.${owner}`)] as const),
          ]}
        />
        <label className="ml-auto flex min-h-8 items-center gap-1.5 text-[13px] whitespace-nowrap text-ink-soft pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={filters.nonLues === true}
            onChange={(event) => change({ nonLues: event.target.checked || undefined })}
          />
          {words("inbox.unread")}
        </label>
      </div>
    </div>
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
    <div className="relative">
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
