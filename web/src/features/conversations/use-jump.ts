import { type RefObject, useCallback, useEffect, useState } from "react";

const FLASH_MS = 1_600;

export type Jump = (messageId: string) => void;

/** Goes to a message of the thread, loading what is older until it is there, and shows which one it is. */
export function useJump(
  scroller: RefObject<HTMLElement | null>,
  older: (() => Promise<unknown>) | undefined,
): Jump {
  const [wanted, want] = useState<string>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!wanted || asking) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`);
    if (!found) {
      if (!older) return want(undefined);
      setAsking(true);
      void older().finally(() => setAsking(false));
      return;
    }
    want(undefined);
    found.scrollIntoView({ block: "center" });
    found.dataset.found = "";
    setTimeout(() => delete found.dataset.found, FLASH_MS);
  }, [wanted, asking, older, scroller]);
  return useCallback((id) => want(id), []);
}
