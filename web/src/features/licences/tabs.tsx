import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { type LicencesSearch, STATUS_WORDS } from "@/features/licences/address";
import { countsQuery } from "@/features/licences/queries";
import { count } from "@/words/figures";

const TABS = [undefined, ...(Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[])];

/** All, or those of one status, with how many there are of each. */
export function Tabs({ search }: { search: LicencesSearch }) {
  const words = useTranslations("licences");
  const { data } = useQuery(countsQuery(search));
  return (
    <nav aria-label={words("tabs")} className="flex gap-1 overflow-x-auto border-b border-line px-2">
      {TABS.map((etat) => {
        const status = etat && STATUS_WORDS[etat];
        const isOpen = search.etat === etat;
        return (
          <Link
            key={etat ?? ""}
            to="/licences"
            search={{ ...search, etat }}
            replace
            resetScroll={false}
            activeOptions={{ exact: true }}
            aria-current={isOpen ? "page" : undefined}
            className={`-mb-px flex h-11 shrink-0 items-center gap-2 border-b-2 px-2.5 whitespace-nowrap -outline-offset-2 ${isOpen ? "border-accent font-medium text-accent" : "border-transparent text-ink-soft hover:text-ink"}`}
          >
            {status ? words(`statuses.${status}`) : words("all")}
            {data ? (
              <span className="figures rounded-full bg-sunken px-1.5 text-xs font-normal text-ink-soft">
                {count(data[status ?? "total"])}
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
