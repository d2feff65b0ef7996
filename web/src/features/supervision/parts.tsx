import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Banner, Bone, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago } from "@/words/moments";

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** How high what is loading will be. */
  bone?: string;
  children: (data: T) => ReactNode;
}

/** What was asked for, once it is there; what was known stays, with its age, when the next answer fails. */
export function Loaded<T>({ query, bone = "h-32", children }: LoadedProps<T>) {
  const words = useTranslations("supervision");
  const now = useNow();
  if (query.isPending)
    return (
      <Loading>
        <Bone className={`w-full ${bone}`} />
      </Loading>
    );
  if (query.data === undefined)
    return <Failed error={query.error ?? new Error()} retry={() => void query.refetch()} />;
  return (
    <>
      {query.error ? (
        <Banner tone="warning">
          {words("old", { ago: ago(new Date(query.dataUpdatedAt), now), error: query.error.message })}
        </Banner>
      ) : null}
      {children(query.data)}
    </>
  );
}

interface SectionProps {
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, lead, aside, children }: SectionProps) {
  return (
    <section className="rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-start gap-3 px-4 pt-4 pb-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold">{title}</h2>
          {lead ? <p className="mt-0.5 max-w-prose text-[13px] text-pretty text-ink-soft">{lead}</p> : null}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Names and what they are, side by side. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, told: ReactNode])[] }) {
  return (
    <dl className="figures grid grid-cols-[repeat(auto-fill,minmax(130px,1fr))] gap-x-4 sm:grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-y-3">
      {facts.map(([name, told]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd className="mt-0.5 text-pretty">{told}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How what is shown is kept fresh. */
export function Freshness({ children }: { children: ReactNode }) {
  return <p className="text-xs text-ink-faint">{children}</p>;
}
