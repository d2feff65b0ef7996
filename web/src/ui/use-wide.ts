import { useSyncExternalStore } from "react";

const query = window.matchMedia?.("(min-width: 64rem)");

function subscribe(changed: () => void): () => void {
  query?.addEventListener("change", changed);
  return () => query?.removeEventListener("change", changed);
}

/** Whether two panes fit side by side. For what must not live unseen: the rest is for the style sheet. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? true);
}
