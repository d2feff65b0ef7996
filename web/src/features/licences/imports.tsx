import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { importsQuery } from "@/features/licences/queries";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge, Empty } from "@/ui/states";
import { moment } from "@/words/moments";

type Batch = Schemas["BatchView"];

const TONES = {
  prepared: "info",
  running: "accent",
  finished: "success",
  stopped: "warning",
  undoing: "accent",
  undone: "info",
} as const satisfies Readonly<Record<Batch["phase"], string>>;

export function PhaseBadge({ phase }: { phase: Batch["phase"] }) {
  const words = useTranslations("licences.batch.phases");
  return <Badge tone={TONES[phase]}>{words(phase)}</Badge>;
}

/** The imports that were, the last first. */
export function Imports() {
  const words = useTranslations();
  const found = useInfiniteQuery(importsQuery);
  return (
    <Section title={words("licences.importing.past")}>
      <Loaded query={found} bone="h-40">
        {(data) => {
          const imports = data.pages.flatMap((page) => page.data);
          if (imports.length === 0) return <Empty sentence={words("licences.importing.none")} />;
          return (
            <ul
              aria-label={words("licences.importing.past")}
              className="divide-y divide-line border-t border-line"
            >
              {imports.map((one) => (
                <ImportLine key={one.batch_id} batch={one} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {found.hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words("states.more")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function ImportLine({ batch }: { batch: Batch }) {
  const words = useTranslations("licences.importing");
  return (
    <li>
      <Link
        to="/licences/import"
        search={{ lot: batch.batch_id }}
        className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
      >
        <span className="min-w-0 flex-1 basis-52">
          <span className="block truncate font-medium">{batch.file_name || words("nameless")}</span>
          <span className="figures block text-[13px] text-ink-soft">
            {words("line", { rows: batch.rows, date: moment(new Date(batch.prepared_at)) })}
          </span>
        </span>
        <PhaseBadge phase={batch.phase} />
      </Link>
    </li>
  );
}
