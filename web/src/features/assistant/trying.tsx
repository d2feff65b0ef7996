import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { api, data } from "@/api/client";
import { useMe } from "@/app/me";
import { faqsQuery, settingsQuery } from "@/features/assistant/queries";
import { keepTries, readTries, stampOf, type Try, withTry } from "@/features/assistant/tries";

interface Question {
  question: string;
  withModel: boolean;
}

interface Trying {
  tries: readonly Try[];
  /** The one that is shown. */
  shown: Try | undefined;
  show: (id: string) => void;
  ask: (question: Question) => void;
  forget: () => void;
  asking: Question | undefined;
  error: Error | null;
  /** Whether what is shown was made of other settings or another FAQ. */
  old: boolean;
}

const Context = createContext<Trying | undefined>(undefined);

/** The tries of this session; none for who may not try. */
export function useTrying(): Trying | undefined {
  return useContext(Context);
}

/** Keeps what was tried, whichever section is open. */
export function TryingProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const client = useQueryClient();
  const settings = useQuery(settingsQuery).data;
  const faqs = useQuery(faqsQuery).data?.data;
  const [tries, setTries] = useState(() => readTries(me.id));
  const [chosen, choose] = useState<string>();
  useEffect(() => keepTries(me.id, tries), [me.id, tries]);
  const ask = useMutation({
    mutationFn: async (asked: Question): Promise<Try> => {
      const body = { question: asked.question, with_model: asked.withModel };
      const result = await data(api.POST("/api/assistant/try", { body }));
      const known = client.getQueryData(settingsQuery.queryKey);
      return {
        ...asked,
        id: crypto.randomUUID(),
        at: new Date().toISOString(),
        threshold: known?.threshold ?? 0,
        stamp: stampOf(known, client.getQueryData(faqsQuery.queryKey)?.data),
        result,
      };
    },
    onSuccess: (one) => {
      setTries((all) => withTry(all, one));
      choose(one.id);
    },
  });
  const shown = tries.find(({ id }) => id === chosen) ?? tries[0];
  const value = useMemo(
    (): Trying => ({
      tries,
      shown,
      show: choose,
      ask: ask.mutate,
      forget: () => setTries([]),
      asking: ask.isPending ? ask.variables : undefined,
      error: ask.error,
      old: shown !== undefined && settings && faqs ? shown.stamp !== stampOf(settings, faqs) : false,
    }),
    [tries, shown, settings, faqs, ask.mutate, ask.isPending, ask.variables, ask.error],
  );
  return <Context value={value}>{children}</Context>;
}
