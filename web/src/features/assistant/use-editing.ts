import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import {
  EMPTY,
  type Entry,
  sameWritten,
  type Written,
  withVariants,
  written,
} from "@/features/assistant/entries";
import { useSaveFaq } from "@/features/assistant/use-faq";
import { useToasts } from "@/ui/toasts";

interface Edited {
  entry: Entry | undefined;
  gone: boolean;
  text: string | undefined;
  close: () => void;
}

function begun(entry: Entry | undefined, text = ""): Written {
  if (!entry) return { ...EMPTY, question: text };
  return { ...written(entry), variants: withVariants(entry.variants, text, entry.question) };
}

/** An entry as somebody changes it, on top of the one that the server has. */
export function useEditing({ entry, gone, text, close }: Edited) {
  const words = useTranslations("assistant.editor");
  const { tell } = useToasts();
  const [base, setBase] = useState(entry);
  const [kept, setKept] = useState(() => begun(entry, text));
  const [variant, setVariant] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const save = useSaveFaq(() => {
    tell(words(entry ? "saved" : "added"), "success");
    close();
  });
  // A variant that was written and not added is meant all the same.
  const all = { ...kept, variants: withVariants(kept.variants, variant, kept.question) };
  const unsaved = !sameWritten(base ?? EMPTY, all);
  const moved = !save.isPending && !save.isSuccess && entry?.revision !== base?.revision;
  const reload = () => {
    setBase(entry);
    setKept(begun(entry));
    setVariant("");
  };
  useEffect(() => {
    // Nothing of ours is in the way: what a colleague wrote is simply shown.
    if (!moved || unsaved) return;
    setBase(entry);
    setKept(begun(entry));
  }, [moved, unsaved, entry]);
  return {
    wanted: kept,
    set: (change: Partial<Written>) => {
      if (save.isError) save.reset();
      setKept((now) => ({ ...now, ...change }));
    },
    variant,
    setVariant,
    unsaved,
    moved: moved && unsaved,
    reload,
    keepMine: () => setBase(entry),
    save: () => save.mutate({ entry: all, id: gone ? undefined : entry?.faq_id, key }),
    saving: save.isPending,
    saved: save.isSuccess,
    error: save.error,
    problem: save.error instanceof Problem ? save.error : undefined,
  };
}
