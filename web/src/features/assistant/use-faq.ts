import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { type Entry, type Written, written } from "@/features/assistant/entries";
import { faqsQuery } from "@/features/assistant/queries";
import { useToasts } from "@/ui/toasts";

const add = (entry: Written, key: string) =>
  data(
    api.POST("/api/faqs", {
      params: { header: { "Idempotency-Key": key } },
      body: { ...entry, variants: [...entry.variants] },
    }),
  );

interface Saved {
  entry: Written;
  /** The id of the entry; none when it is new. */
  id: string | undefined;
  /** The same key for the same attempt: sending it again after a doubt adds nothing more. */
  key: string;
}

/** Adds or changes an entry. */
export function useSaveFaq(done: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ entry, id, key }: Saved): Promise<string> => {
      if (!id) return (await add(entry, key)).faq_id;
      const body = { ...entry, variants: [...entry.variants] };
      await api.PUT("/api/faqs/{faq_id}", { params: { path: { faq_id: id } }, body });
      return id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: faqsQuery.queryKey });
      done(id);
    },
  });
}

export interface Removal {
  removed: Entry | undefined;
  remove: (entry: Entry) => void;
  putBack: () => void;
  puttingBack: boolean;
  forget: () => void;
}

/** Removes an entry, and puts it back when that was a mistake. */
export function useRemoval(): Removal {
  const words = useTranslations("assistant.entries");
  const client = useQueryClient();
  const { tell } = useToasts();
  const [removed, setRemoved] = useState<Entry>();
  const reload = () => client.invalidateQueries({ queryKey: faqsQuery.queryKey });
  const failed = (error: Error) => tell(error.message, "danger");
  const removing = useMutation({
    mutationFn: async (entry: Entry) => {
      await api.DELETE("/api/faqs/{faq_id}", { params: { path: { faq_id: entry.faq_id } } });
      return entry;
    },
    onSuccess: async (entry) => {
      await reload();
      setRemoved(entry);
    },
    onError: failed,
  });
  const putting = useMutation({
    mutationFn: (entry: Entry) => add(written(entry), `put-back:${entry.faq_id}:${entry.revision}`),
    onSuccess: async () => {
      await reload();
      setRemoved(undefined);
      tell(words("isBack"), "success");
    },
    onError: failed,
  });
  return {
    removed,
    remove: removing.mutate,
    putBack: () => removed && putting.mutate(removed),
    puttingBack: putting.isPending,
    forget: () => setRemoved(undefined),
  };
}
