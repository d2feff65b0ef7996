import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { RowActs } from "@/features/licences/acts";
import { nameOf } from "@/features/licences/address";
import { CheckBox } from "@/features/licences/check-box";
import type { Choosing } from "@/features/licences/list";
import { Ends, LastSeen, StatusBadge } from "@/features/licences/parts";
import type { Licence } from "@/features/licences/terms";
import { money } from "@/words/figures";

const CELL = "px-3 py-1.5 whitespace-nowrap";

interface Props {
  licence: Licence;
  choosing: Choosing | undefined;
}

/** One licence, on a line. */
export function LicenceRow({ licence, choosing }: Props) {
  const words = useTranslations("licences");
  const name = nameOf(licence, words("erased"));
  const isChosen = choosing?.chosen.has(licence.licence_id) ?? false;
  return (
    <tr className={`h-11 hover:bg-hover ${isChosen ? "bg-accent-soft" : ""}`}>
      {choosing ? (
        <td className="w-10 pl-4">
          <CheckBox
            label={words("choose", { email: name })}
            checked={isChosen}
            onChange={(on) => choosing.choose([licence], on)}
          />
        </td>
      ) : null}
      <th scope="row" className="max-w-72 px-3 py-1.5 text-left font-medium">
        <Link
          to="/licences/$licenceId"
          params={{ licenceId: licence.licence_id }}
          className="block truncate rounded hover:underline"
        >
          {name}
        </Link>
      </th>
      <td className={CELL}>{words(`plans.${licence.plan}`)}</td>
      <td className={CELL}>
        <StatusBadge status={licence.status} />
      </td>
      <td className={CELL}>
        <Ends licence={licence} />
      </td>
      <td className={`${CELL} text-right ${licence.mrr_cents ? "" : "text-ink-faint"}`}>
        {money(licence.mrr_cents, licence.currency)}
      </td>
      <td className={`${CELL} text-ink-soft`}>
        <LastSeen at={licence.last_check_in_at} />
      </td>
      <td className="px-3 text-right">
        <RowActs licence={licence} />
      </td>
    </tr>
  );
}
