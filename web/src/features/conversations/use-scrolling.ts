import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR_PX = 120;
const AHEAD_PX = 600; // from the top, at which older messages are asked for

interface Scrolling {
  scroller: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  nearTop: boolean;
  toEnd: () => void;
}

/**
 * Opens a thread on what was not read, or on its end; keeps the end in sight for who was there, and what is being read
 * in its place for the others, whatever comes above or below.
 */
export function useScrolling(lastId: string | undefined, count: number): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [nearTop, setNearTop] = useState(false);
  const wasAtEnd = useRef(true);
  const opened = useRef(false);
  const reading = useRef<{ id: string; top: number }>(undefined);
  const toEnd = useCallback(() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight }), []);
  const moved = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    reading.current = inSight(box);
    setAtEnd(wasAtEnd.current);
    setNearTop(box.scrollTop < AHEAD_PX && box.scrollHeight > box.clientHeight);
  }, []);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const grown = new ResizeObserver(() => {
      if (wasAtEnd.current) box.scrollTop = box.scrollHeight; // the composer or a picture took room
    });
    box.addEventListener("scroll", moved, { passive: true });
    grown.observe(box);
    const list = box.querySelector("ol");
    if (list) grown.observe(list);
    return () => {
      box.removeEventListener("scroll", moved);
      grown.disconnect();
    };
  }, [moved]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added is what changes the height
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (!opened.current) open(box, wasAtEnd);
    else if (wasAtEnd.current) box.scrollTop = box.scrollHeight;
    else if (reading.current) keep(box, reading.current);
    opened.current = true;
    moved();
  }, [lastId, count]);
  return { scroller, atEnd, nearTop, toEnd };
}

function open(box: HTMLElement, wasAtEnd: RefObject<boolean>): void {
  box.scrollTop = box.scrollHeight;
  const unread = box.querySelector<HTMLElement>("[data-unread]");
  if (!unread) return;
  const above = unread.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (above >= 0) return;
  box.scrollTop += above - 16;
  wasAtEnd.current = false;
}

function inSight(box: HTMLElement): { id: string; top: number } | undefined {
  const edge = box.getBoundingClientRect();
  const found = document
    .elementsFromPoint(edge.left + edge.width / 2, edge.top + edge.height / 2)
    .concat(...rows(edge))
    .find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset.message !== undefined);
  return found ? { id: found.dataset.message ?? "", top: found.getBoundingClientRect().top } : undefined;
}

/** Bubbles keep to the sides: what is on the left and on the right of the middle, too. */
function rows(edge: DOMRect): Element[][] {
  const at = (x: number, y: number) => document.elementsFromPoint(edge.left + x, edge.top + y);
  return [0.25, 0.5, 0.75].flatMap((part) => [
    at(edge.width * 0.2, edge.height * part),
    at(edge.width * 0.8, edge.height * part),
  ]);
}

function keep(box: HTMLElement, { id, top }: { id: string; top: number }): void {
  const now = box.querySelector(`[data-message="${id}"]`)?.getBoundingClientRect().top;
  if (now !== undefined) box.scrollTop += now - top;
}
