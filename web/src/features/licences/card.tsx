import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { RowActs } from "@/features/licences/acts";
import { nameOf } from "@/features/licences/address";
import { CheckBox } from "@/features/licences/check-box";
import type { Choosing } from "@/features/licences/list";
import { Ends, LastSeen, StatusBadge } from "@/features/licences/parts";
import type { Licence } from "@/features/licences/terms";
import { money } from "@/words/figures";

interface Props {
  licence: Licence;
  choosing: Choosing | undefined;
}

/** One licence, where there is no room for a line. */
export function LicenceCard({ licence, choosing }: Props) {
  const words = useTranslations("licences");
  const name = nameOf(licence, words("erased"));
  const facts = [
    ["expires", <Ends key="expires" licence={licence} />],
    ["mrr", money(licence.mrr_cents, licence.currency)],
    ["seen", <LastSeen key="seen" at={licence.last_check_in_at} />],
  ] as const;
  return (
    <li className="flex flex-col gap-2 p-4">
      <div className="flex items-center gap-3">
        {choosing ? (
          <CheckBox
            label={words("choose", { email: name })}
            checked={choosing.chosen.has(licence.licence_id)}
            onChange={(on) => choosing.choose([licence], on)}
          />
        ) : null}
        <Link
          to="/licences/$licenceId"
          params={{ licenceId: licence.licence_id }}
          className="flex min-h-11 min-w-0 flex-1 items-center font-medium"
        >
          <span className="truncate">{name}</span>
        </Link>
        <RowActs licence={licence} />
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <StatusBadge status={licence.status} />
        <span className="text-ink-soft">{words(`plans.${licence.plan}`)}</span>
      </p>
      <dl className="figures grid grid-cols-3 gap-x-4">
        {facts.map(([fact, told]) => (
          <div key={fact} className="min-w-0">
            <dt className="text-xs text-ink-faint">{words(`columns.${fact}`)}</dt>
            <dd className="mt-0.5">{told}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
