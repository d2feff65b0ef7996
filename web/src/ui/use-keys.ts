import { useEffect, useRef } from "react";

type Keys = Readonly<Record<string, () => void>>;

const WRITES = "input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=listbox]";

const OVER = "[role=dialog], [role=menu], [role=listbox]";

/** Single keys that act, wherever nobody is writing. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const writes = event.target instanceof Element && event.target.closest(WRITES);
      if (document.querySelector(OVER)) return; // what is behind does not hear
      if (writes || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const act = current.current[event.key.toLowerCase()];
      if (act) {
        event.preventDefault();
        act();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
