import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useMe } from "@/app/me";
import { settingsQuery } from "@/features/assistant/queries";
import {
  changed,
  cleaned,
  conflicts,
  type Draft,
  dropDraft,
  type Field,
  keepDraft,
  merged,
  readDraft,
  type Settings,
} from "@/features/assistant/settings-draft";
import { useToasts } from "@/ui/toasts";

export interface SettingsForm {
  wanted: Settings;
  set: <F extends Field>(field: F, value: Settings[F]) => void;
  /** What is not saved. */
  unsaved: readonly Field[];
  /** What a colleague changed meanwhile, and what of it was changed here too, otherwise. */
  moved: readonly Field[];
  disputed: readonly Field[];
  restored: boolean;
  saving: boolean;
  error: Error | null;
  errorOf: (field: Field) => string | undefined;
  save: () => void;
  undo: () => void;
  merge: () => void;
  drop: () => void;
}

/** The settings as somebody changes them, on top of those of the server. */
export function useSettings(server: Settings): SettingsForm {
  const words = useTranslations("assistant.form");
  const me = useMe();
  const { tell } = useToasts();
  const [kept] = useState(() => readDraft(me.id));
  const [draft, setDraft] = useState<Draft>(() => kept ?? { base: server, wanted: server });
  const { base, wanted } = draft;
  const unsaved = changed(base, wanted);
  const save = useSave(setDraft);
  const moved = save.isPending ? [] : changed(base, server);
  // Nothing of ours is in the way: what the server has is simply shown.
  const followed = moved.length > 0 && (unsaved.length === 0 || changed(wanted, server).length === 0);
  useEffect(() => {
    if (!followed) return;
    setDraft({ base: server, wanted: server });
    tell(words("updated"));
  }, [followed, server, tell, words]);
  useEffect(() => keepDraft(me.id, draft), [me.id, draft]);
  const start = (next: Draft) => {
    save.reset();
    setDraft(next);
  };
  return {
    wanted,
    set: (field, value) => {
      if (save.isError) save.reset();
      setDraft((now) => ({ ...now, wanted: { ...now.wanted, [field]: value } }));
    },
    unsaved,
    moved: followed ? [] : moved,
    disputed: conflicts(draft, server),
    restored: kept !== undefined && draft === kept,
    saving: save.isPending,
    error: save.error,
    errorOf: (field) => faultOf(save.error, field),
    save: () => save.mutate(draft),
    undo: () => start({ base: server, wanted: server }),
    merge: () => start(merged(draft, server)),
    drop: () => dropDraft(me.id),
  };
}

/** Saves all at once, unless a colleague saved since: what they did would be undone without a word. */
function useSave(setDraft: (change: (now: Draft) => Draft) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ base, wanted }: Draft) => {
      const now = await client.fetchQuery({ ...settingsQuery, staleTime: 0 });
      if (changed(base, now).length > 0) return undefined;
      const sent = cleaned(wanted);
      await api.PUT("/api/assistant", { body: sent });
      return sent;
    },
    onSuccess: async (sent) => {
      if (!sent) return;
      await client.cancelQueries({ queryKey: settingsQuery.queryKey });
      client.setQueryData(settingsQuery.queryKey, sent);
      setDraft(({ wanted }) => ({ base: sent, wanted: changed(sent, wanted).length ? wanted : sent }));
      void client.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
}
