import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Batch, type Row, rowsQuery, type Verdict } from "@/features/licences/queries";
import { VERDICTS, VerdictBadge } from "@/features/licences/verdicts";
import { Button } from "@/ui/button";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Empty } from "@/ui/states";

/** The verdict of each row, and why. */
export function BatchRows({ batch }: { batch: Batch }) {
  const words = useTranslations("licences.batch");
  const [verdict, setVerdict] = useState<Verdict>();
  const found = useInfiniteQuery(rowsQuery(batch.batch_id, verdict));
  const counts = { ...batch.expected, ...batch.counts, ...batch.undo_counts };
  const choice = (
    <Choice
      label={words("rowsShown")}
      value={verdict ?? ""}
      onChange={(chosen) => setVerdict(VERDICTS.find((one) => one === chosen))}
      options={[
        ["", words("everyRow")],
        ...VERDICTS.filter((one) => one in counts).map((one) => [one, words(`verdict.${one}`)] as const),
      ]}
    />
  );
  return (
    <Section title={words("rows")} aside={choice}>
      <Loaded query={found} bone="h-60">
        {(data) => {
          const rows = data.pages.flatMap((page) => page.data);
          if (rows.length === 0) return <Empty sentence={words("noRow")} />;
          return (
            <ol aria-label={words("rows")} className="divide-y divide-line border-t border-line">
              {rows.map((row) => (
                <RowLine key={row.row} row={row} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      {found.hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("more")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function RowLine({ row }: { row: Row }) {
  const words = useTranslations("licences.batch");
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span className="figures w-20 shrink-0 text-[13px] text-ink-soft">
        {words("row", { row: row.row })}
      </span>
      <VerdictBadge verdict={row.verdict} settled={row.settled} />
      <span className="min-w-0 flex-1 basis-52 text-pretty">{row.reason}</span>
      {row.licence_id && row.verdict !== "invalid" && (row.settled || row.verdict === "duplicate") ? (
        <Link
          to="/licences/$licenceId"
          params={{ licenceId: row.licence_id }}
          className="inline-flex min-h-6 items-center text-[13px] text-accent underline pointer-coarse:min-h-11"
        >
          {words(row.verdict === "duplicate" ? "holder" : "licence")}
        </Link>
      ) : null}
    </li>
  );
}
