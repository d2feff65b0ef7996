import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMemberName } from "@/features/conversations/members";
import { historyQuery } from "@/features/licences/queries";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { exact, moment } from "@/words/moments";

/** What was done with a licence, the last first. */
export function History({ licenceId }: { licenceId: string }) {
  const words = useTranslations("licences.sheet");
  const found = useInfiniteQuery(historyQuery(licenceId));
  return (
    <Section title={words("history")}>
      <Loaded query={found} bone="h-60">
        {(data) => (
          <ol aria-label={words("history")} className="divide-y divide-line border-t border-line">
            {data.pages
              .flatMap((page) => page.data)
              .map((act) => (
                <ActLine key={act.sequence} act={act} />
              ))}
          </ol>
        )}
      </Loaded>
      {found.hasNextPage ? (
        <div className="border-t border-line p-2">
          <Button
            look="quiet"
            isDisabled={found.isFetchingNextPage}
            onPress={() => void found.fetchNextPage()}
          >
            {words("older")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function ActLine({ act }: { act: Schemas["LicenceActView"] }) {
  const words = useTranslations("licences.sheet.actor");
  const member = useMemberName(act.actor_id);
  const at = new Date(act.at);
  return (
    <li className="px-4 py-2.5">
      <p className="text-pretty">{act.sentence}</p>
      <p className="text-[13px] text-ink-faint">
        {member ?? words(act.actor)} ·{" "}
        <time dateTime={act.at} title={exact(at)}>
          {moment(at)}
        </time>
      </p>
    </li>
  );
}
