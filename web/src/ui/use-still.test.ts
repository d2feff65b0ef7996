import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useStill } from "@/ui/use-still";

it("what is under the pointer changes once the pointer has left", () => {
  const { result, rerender } = renderHook(({ value }) => useStill(value), { initialProps: { value: 1 } });
  act(() => result.current.still.onPointerEnter());
  rerender({ value: 2 });
  expect(result.current.shown).toBe(1);
  act(() => result.current.still.onPointerLeave());
  expect(result.current.shown).toBe(2);
});

it("nor does it change while the keyboard is there", () => {
  const { result, rerender } = renderHook(({ value }) => useStill(value), { initialProps: { value: 1 } });
  act(() => result.current.still.onPointerEnter());
  act(() => result.current.still.onFocus());
  act(() => result.current.still.onPointerLeave());
  rerender({ value: 2 });
  expect(result.current.shown).toBe(1);
});
