import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { named } from "@/features/supervision/machinery";
import { Facts, Freshness } from "@/features/supervision/parts";
import { EVERY_S, outboxQuery } from "@/features/supervision/queries";
import { Uncertain } from "@/features/supervision/uncertain";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { useNow } from "@/ui/use-now";
import { count, duration } from "@/words/figures";
import { ago, exact } from "@/words/moments";

/** What is to leave, what does not, and what nobody knows to have left. */
export function SendsTab() {
  const words = useTranslations("supervision");
  const outbox = useQuery(outboxQuery);
  return (
    <>
      <Freshness>{words("live", { seconds: EVERY_S })}</Freshness>
      <Section title={words("sends.now")}>
        <div className="px-4 pb-4">
          <Loaded query={outbox} bone="h-12">
            {(found) => (
              <Facts
                facts={[
                  [words("sends.pending"), count(found.pending)],
                  [words("sends.claimed"), count(found.claimed)],
                  [words("sends.parked"), count(found.parked)],
                  [
                    words("sends.late"),
                    found.late_s > 0 ? duration(found.late_s * 1_000) : words("sends.onTime"),
                  ],
                ]}
              />
            )}
          </Loaded>
        </div>
      </Section>
      <Uncertain />
      <Section title={words("sends.parkedTitle")} lead={words("sends.parkedLead")}>
        <Loaded query={outbox}>
          {({ parked_effects: parked }) =>
            parked.length ? (
              <ul className="border-t border-line">
                {parked.map((one) => (
                  <Parked key={one.id} effect={one} />
                ))}
              </ul>
            ) : (
              <p className="px-4 pb-4 text-ink-soft">{words("sends.parkedNone")}</p>
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function Parked({ effect }: { effect: Schemas["ParkedView"] }) {
  const words = useTranslations("supervision.sends");
  const now = useNow();
  const at = new Date(effect.created_at);
  const conversation = effect.refs.conversation_id;
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{named(effect.kind)}</span>
        <span className="figures text-[13px] text-ink-soft">
          {words("attempts", { count: effect.attempts })}
        </span>
        <time dateTime={effect.created_at} title={exact(at)} className="ml-auto text-xs text-ink-faint">
          {ago(at, now)}
        </time>
      </div>
      <p className="mt-0.5 text-[13px] break-words text-danger">{effect.error}</p>
      <p className="mt-0.5 text-xs break-all text-ink-faint">
        {words("reference")} : {effect.id}
      </p>
      {conversation ? (
        <Link
          to="/conversations/$id"
          params={{ id: conversation }}
          search={{}}
          className="inline-flex items-center text-[13px] text-accent underline pointer-coarse:min-h-11"
        >
          {words("seeConversation")}
        </Link>
      ) : null}
    </li>
  );
}
