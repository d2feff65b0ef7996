import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Banner, Bone, Failed, Loading } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago } from "@/words/moments";

interface Props<T> {
  query: UseQueryResult<T>;
  /** How high what is loading will be. */
  bone?: string;
  children: (data: T) => ReactNode;
}

/** What was asked for, once it is there; what was known stays, with its age, when the next answer fails. */
export function Loaded<T>({ query, bone = "h-32", children }: Props<T>) {
  const words = useTranslations("states");
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
