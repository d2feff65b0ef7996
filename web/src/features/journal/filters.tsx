import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMembers } from "@/features/conversations/members";
import { type JournalSearch, KIND_NAMES } from "@/features/journal/address";
import { Choice } from "@/ui/choice";
import { DateBox } from "@/ui/date-box";

interface Props {
  search: JournalSearch;
  go: (changed: JournalSearch) => void;
}

/** Which lines are shown; kept in the address. */
export function Filters({ search, go }: Props) {
  const words = useTranslations("journal");
  return (
    <fieldset className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <legend className="sr-only">{words("filters")}</legend>
      <Days search={search} go={go} />
      <Person search={search} go={go} />
      <Choice
        label={words("kind")}
        value={search.genre ?? ""}
        onChange={(genre) => go({ genre: KIND_NAMES.find((one) => one === genre) })}
        options={[
          ["", words("kinds.all")],
          ...KIND_NAMES.map((one) => [one, words(`kinds.${one}`)] as const),
        ]}
      />
      {search.requete ? (
        <button
          type="button"
          onClick={() => go({ requete: undefined })}
          className="inline-flex h-8 items-center gap-1 rounded-full bg-accent-soft px-3 text-[13px] text-accent pointer-coarse:h-11"
        >
          {words("request")}
          <X size={14} aria-hidden="true" />
        </button>
      ) : null}
      {isFiltered(search) ? (
        <Link
          to="/journal"
          replace
          className="inline-flex h-8 items-center px-1 text-[13px] text-accent underline pointer-coarse:h-11"
        >
          {words("reset")}
        </Link>
      ) : null}
    </fieldset>
  );
}

/** From a day to another, both in it. */
export function Days({ search, go }: Props) {
  const words = useTranslations("journal");
  return (
    <div className="flex items-center gap-1.5 text-[13px] text-ink-soft">
      <DateBox
        label={words("from")}
        value={search.du}
        max={search.au}
        onChange={(day) => go({ du: day || undefined })}
      />
      <span aria-hidden="true">–</span>
      <DateBox
        label={words("to")}
        value={search.au}
        min={search.du}
        onChange={(day) => go({ au: day || undefined })}
      />
    </div>
  );
}

function Person({ search, go }: Props) {
  const words = useTranslations("journal");
  const members = useMembers();
  const other =
    search.membre && !members.has(search.membre) ? [[search.membre, words("somebody")] as const] : [];
  return (
    <Choice
      label={words("person")}
      value={search.membre ?? ""}
      onChange={(membre) => go({ membre: membre || undefined })}
      options={[["", words("everybody")], ...members, ...other]}
    />
  );
}

export const isFiltered = (search: JournalSearch): boolean =>
  Object.values(search).some((one) => one !== undefined);
