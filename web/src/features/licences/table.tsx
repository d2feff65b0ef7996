import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type LicencesSearch, SORT_WORDS, sortedBy, sortOf } from "@/features/licences/address";
import { CheckBox } from "@/features/licences/check-box";
import type { Choosing } from "@/features/licences/list";
import { LicenceRow } from "@/features/licences/row";
import type { Licence } from "@/features/licences/terms";

interface Props {
  licences: readonly Licence[];
  search: LicencesSearch;
  go: (changed: LicencesSearch) => void;
  choosing: Choosing | undefined;
}

const HEAD = "px-3 py-2 text-xs font-medium text-ink-soft";

/** One licence on a line. */
export function LicencesTable({ licences, search, go, choosing }: Props) {
  const words = useTranslations("licences");
  const sorting = { search, go };
  return (
    <table aria-label={words("title")} className="figures w-full border-t border-line text-left">
      <thead>
        <tr className="border-b border-line">
          {choosing ? (
            <th scope="col" className="w-10 pl-4">
              <CheckBox
                label={words("chooseAll")}
                checked={licences.every((one) => choosing.chosen.has(one.licence_id))}
                onChange={(on) => choosing.choose(licences, on)}
              />
            </th>
          ) : null}
          <Sorted by="email" {...sorting}>
            {words("columns.email")}
          </Sorted>
          <th scope="col" className={HEAD}>
            {words("columns.plan")}
          </th>
          <th scope="col" className={HEAD}>
            {words("columns.status")}
          </th>
          <Sorted by="echeance" {...sorting}>
            {words("columns.expires")}
          </Sorted>
          <th scope="col" className={`${HEAD} text-right`}>
            {words("columns.mrr")}
          </th>
          <Sorted by="connexion" {...sorting}>
            {words("columns.seen")}
          </Sorted>
          <th scope="col" className={HEAD}>
            <span className="sr-only">{words("columns.acts")}</span>
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {licences.map((one) => (
          <LicenceRow key={one.licence_id} licence={one} choosing={choosing} />
        ))}
      </tbody>
    </table>
  );
}

interface SortedProps extends Pick<Props, "search" | "go"> {
  by: keyof typeof SORT_WORDS;
  children: ReactNode;
}

/** The name of a column that sorts the list: again, the other way round. */
function Sorted({ by, search, go, children }: SortedProps) {
  const { sort, order } = sortOf(search);
  const isSorted = sort === SORT_WORDS[by];
  const Arrow = order === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order === "asc" ? "ascending" : "descending") : undefined}
      className={HEAD}
    >
      <button
        type="button"
        onClick={() => go(sortedBy(search, by))}
        className={`-mx-1 inline-flex min-h-6 items-center gap-1 rounded px-1 hover:text-ink pointer-coarse:min-h-11 ${isSorted ? "text-ink" : ""}`}
      >
        {children}
        {isSorted ? <Arrow size={13} aria-hidden="true" /> : null}
      </button>
    </th>
  );
}
