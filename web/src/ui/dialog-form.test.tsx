import { fireEvent, render, screen } from "@testing-library/react";
import type { ComponentProps } from "react";
import { expect, it, vi } from "vitest";
import { DialogForm } from "@/ui/dialog-form";
import { WordsProvider } from "@/words/provider";

const shown = (props: Partial<ComponentProps<typeof DialogForm>> = {}) => {
  const acts = { submit: vi.fn(), close: vi.fn() };
  render(
    <WordsProvider>
      <DialogForm act="Suspendre" {...acts} {...props}>
        <input aria-label="Motif" />
      </DialogForm>
    </WordsProvider>,
  );
  return acts;
};

const names = () => screen.getAllByRole("button").map((one) => one.textContent);

it("what is asked comes first, then leaving, then the act", () => {
  const { submit, close } = shown();
  expect(names()).toEqual(["Annuler", "Suspendre"]);
  fireEvent.click(screen.getByRole("button", { name: "Annuler" }));
  expect([close.mock.calls.length, submit.mock.calls.length]).toEqual([1, 0]);
  fireEvent.click(screen.getByRole("button", { name: "Suspendre" }));
  expect([close.mock.calls.length, submit.mock.calls.length]).toEqual([1, 1]);
});

it("the form is sent here, never by the browser", () => {
  const { submit } = shown();
  const form = screen.getByRole("textbox", { name: "Motif" }).closest("form");
  expect(form && fireEvent.submit(form)).toBe(false);
  expect(submit).toHaveBeenCalledOnce();
});

it("what was refused is said before the ways out", () => {
  shown({ error: new Error("Ce canal est déjà suspendu.") });
  expect(screen.getByRole("status").textContent).toBe("Ce canal est déjà suspendu.");
});

it("what is not ready cannot be asked", () => {
  const { submit } = shown({ isDisabled: true });
  fireEvent.click(screen.getByRole("button", { name: "Suspendre" }));
  expect(submit).not.toHaveBeenCalled();
});

it("when there is nothing left to do, one leaves", () => {
  shown({ act: undefined });
  expect(names()).toEqual(["Fermer"]);
});
