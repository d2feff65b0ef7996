import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMemberName } from "@/features/conversations/members";
import { permissionsQuery } from "@/features/team/queries";
import { Button } from "@/ui/button";
import { Badge } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago, exact, moment } from "@/words/moments";

interface Props {
  known: Schemas["ApiKeyView"];
  /** None for who may only look. */
  revoke: (() => void) | undefined;
}

/** One key: what it is for, whether it is still used, and what it may do. */
export function KeyLine({ known, revoke }: Props) {
  const words = useTranslations("apiKeys");
  const now = useNow();
  const { name, hint, ends_at } = known;
  return (
    <li className="flex flex-wrap items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 font-medium [overflow-wrap:anywhere]">
          {name}
          {ends_at && new Date(ends_at) <= now ? <Badge tone="warning">{words("ended")}</Badge> : null}
        </p>
        <p className="text-[13px] text-ink-soft">
          {words.rich("hint", { hint: hint, code: (parts) => <code>{parts}</code> })}
        </p>
        <p className="text-[13px] text-ink-faint">
          <Made known={known} /> · <End at={ends_at} now={now} /> · <Used at={known.last_used_at} now={now} />
        </p>
        <Scopes names={known.scopes} />
      </div>
      {revoke ? (
        <Button onPress={revoke} aria-label={words("revokeTitle", { name })}>
          {words("revoke")}
        </Button>
      ) : null}
    </li>
  );
}

function Made({ known }: { known: Schemas["ApiKeyView"] }) {
  const words = useTranslations("apiKeys");
  const name = useMemberName(known.created_by);
  const date = moment(new Date(known.created_at));
  return <>{name ? words("made", { name, date }) : words("madeBySomebody", { date })}</>;
}

function End({ at, now }: { at: string | null; now: Date }) {
  const words = useTranslations("apiKeys");
  if (!at) return <span className="text-warning">{words("endless")}</span>;
  return <>{words("ends", { date: moment(new Date(at), now) })}</>;
}

function Used({ at, now }: { at: string | null; now: Date }) {
  const words = useTranslations("apiKeys");
  if (!at) return <>{words("neverUsed")}</>;
  const used = new Date(at);
  return (
    <time dateTime={at} title={exact(used)}>
      {words("used", { ago: ago(used, now) })}
    </time>
  );
}

/** What it may do, in words, under how many there are. */
function Scopes({ names }: { names: readonly string[] }) {
  const words = useTranslations("apiKeys");
  const { data } = useQuery(permissionsQuery);
  const labels = new Map(data?.permissions.map((one) => [one.name, one.label]));
  return (
    <details className="text-[13px]">
      <summary className="min-h-6 rounded text-ink-soft pointer-coarse:min-h-11 pointer-coarse:py-3">
        {words("scopes", { count: names.length })}
      </summary>
      <ul className="mt-1 list-disc pl-5 text-ink-soft">
        {names.map((name) => (
          <li key={name}>{labels.get(name) ?? name}</li>
        ))}
      </ul>
    </details>
  );
}
