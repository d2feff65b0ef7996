import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { isFiltered, type LicencesSearch } from "@/features/licences/address";
import { BulkBar } from "@/features/licences/bulk-bar";
import { LicenceCard } from "@/features/licences/card";
import { licencesQuery } from "@/features/licences/queries";
import { LicencesTable } from "@/features/licences/table";
import type { Licence } from "@/features/licences/terms";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Empty } from "@/ui/states";
import { useWide } from "@/ui/use-wide";

interface Props {
  search: LicencesSearch;
  go: (changed: LicencesSearch) => void;
}

/** Those that are chosen, by id. They stay chosen while one looks for others. */
export type Chosen = ReadonlyMap<string, Licence>;

export interface Choosing {
  chosen: Chosen;
  choose: (licences: readonly Licence[], on: boolean) => void;
}

/** Those that were looked for: a table where there is room, else cards. */
export function Licences({ search, go }: Props) {
  const words = useTranslations();
  const may = useMay();
  const wide = useWide();
  const found = useInfiniteQuery(licencesQuery(search));
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const choose = (licences: readonly Licence[], on: boolean) => {
    const left = new Map(chosen);
    for (const one of licences) on ? left.set(one.licence_id, one) : left.delete(one.licence_id);
    setChosen(left);
  };
  const choosing = may("licences.update") ? { chosen, choose } : undefined;
  return (
    <>
      {/* What is shown until the others come is not what was asked for: nothing is done with it. */}
      <div inert={found.isPlaceholderData} className={found.isPlaceholderData ? "opacity-60" : ""}>
        <Loaded query={found} bone="h-96">
          {(data) => {
            const licences = data.pages.flatMap((page) => page.data);
            if (licences.length === 0)
              return (
                <Empty
                  sentence={words(isFiltered(search) || search.etat ? "licences.noneFound" : "licences.none")}
                />
              );
            if (wide)
              return <LicencesTable licences={licences} search={search} go={go} choosing={choosing} />;
            return (
              <ul aria-label={words("licences.title")} className="divide-y divide-line border-t border-line">
                {licences.map((one) => (
                  <LicenceCard key={one.licence_id} licence={one} choosing={choosing} />
                ))}
              </ul>
            );
          }}
        </Loaded>
      </div>
      {found.hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("states.more")}
          </Button>
        </div>
      ) : null}
      {chosen.size ? <BulkBar chosen={chosen} clear={() => setChosen(new Map())} /> : null}
    </>
  );
}
