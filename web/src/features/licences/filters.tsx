import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  ALERT_WORDS,
  isFiltered,
  type LicencesSearch,
  PAYMENT_WORDS,
  SORT_WORDS,
  sortedBy,
  WITHIN,
} from "@/features/licences/address";
import { PLANS } from "@/features/licences/terms";
import { Choice } from "@/ui/choice";
import { SearchBox } from "@/ui/search-box";
import { useWide } from "@/ui/use-wide";
import { shortDay } from "@/words/moments";

interface Props {
  search: LicencesSearch;
  go: (changed: LicencesSearch) => void;
}

const LONGEST = 320;
const named = <K extends string>(words: Readonly<Record<K, unknown>>) => Object.keys(words) as K[];

/** Which licences are shown; kept in the address. */
export function Filters({ search, go }: Props) {
  const words = useTranslations("licences");
  return (
    <fieldset className="flex flex-wrap items-center gap-2 px-4 py-3">
      <legend className="sr-only">{words("filters")}</legend>
      <SearchBox
        label={words("search")}
        clear={words("clearSearch")}
        longest={LONGEST}
        asked={search.recherche ?? ""}
        find={(asked) => go({ ...search, recherche: asked || undefined })}
      />
      <div className="grid w-full grid-cols-2 gap-2 sm:contents">
        <Choices search={search} go={go} />
      </div>
      <Chips search={search} go={go} />
      {isFiltered(search) ? (
        <Link
          to="/licences"
          search={{ etat: search.etat }}
          replace
          className="inline-flex h-8 items-center px-1 text-[13px] text-accent underline pointer-coarse:h-11"
        >
          {words("reset")}
        </Link>
      ) : null}
    </fieldset>
  );
}

function Choices({ search, go }: Props) {
  const words = useTranslations("licences");
  const wide = useWide();
  const payments = named(PAYMENT_WORDS);
  const sorts = named(SORT_WORDS);
  return (
    <>
      <Choice
        label={words("plan")}
        value={search.formule ?? ""}
        onChange={(plan) => go({ ...search, formule: PLANS.find((one) => one === plan) })}
        options={[["", words("anyPlan")], ...PLANS.map((one) => [one, words(`plans.${one}`)] as const)]}
      />
      <Choice
        label={words("payment")}
        value={search.paiement ?? ""}
        onChange={(payment) => go({ ...search, paiement: payments.find((one) => one === payment) })}
        options={[
          ["", words("anyPayment")],
          ...payments.map((one) => [one, words(`payments.${PAYMENT_WORDS[one]}`)] as const),
        ]}
      />
      <Choice
        label={words("within")}
        value={String(search.sous ?? "")}
        onChange={(days) => go({ ...search, sous: WITHIN.find((one) => String(one) === days) })}
        options={[
          ["", words("anyEnd")],
          ...WITHIN.map((days) => [String(days), words("withinDays", { days })] as const),
        ]}
      />
      {wide ? null : (
        <Choice
          label={words("sort")}
          value={search.tri ?? ""}
          onChange={(sort) =>
            go(
              sortedBy(
                { ...search, inverse: true },
                sorts.find((one) => one === sort),
              ),
            )
          }
          options={[
            ["", words("sorts.issued")],
            ...sorts.map((one) => [one, words(`sorts.${SORT_WORDS[one]}`)] as const),
          ]}
        />
      )}
    </>
  );
}

/** What another screen asked for, that can be let go. */
function Chips({ search, go }: Props) {
  const words = useTranslations("licences");
  const { alerte, jour } = search;
  const chips = [
    ["alerte", alerte && words(`alert.${ALERT_WORDS[alerte]}`)],
    ["jour", jour && words("onDay", { day: shortDay(new Date(`${jour}T12:00`)) })],
    ["import", search.import && words("ofImport")],
  ] as const;
  return chips.map(([name, label]) =>
    label ? (
      <button
        key={name}
        type="button"
        aria-label={words("withoutFilter", { filter: label })}
        onClick={() => go({ ...search, [name]: undefined })}
        className="inline-flex h-8 items-center gap-1 rounded-full bg-accent-soft px-3 text-[13px] text-accent pointer-coarse:h-11"
      >
        {label}
        <X size={14} aria-hidden="true" />
      </button>
    ) : null,
  );
}
