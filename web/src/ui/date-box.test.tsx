import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { DateBox } from "@/ui/date-box";

it("a day within the limits is told, and so is none", () => {
  const told = vi.fn();
  render(<DateBox label="Du" value="2026-11-20" min="2026-11-01" max="2026-11-25" onChange={told} />);
  for (const value of ["2026-11-25", "2026-11-26", "2026-10-31", ""])
    fireEvent.change(screen.getByLabelText("Du"), { target: { value } });
  expect(told.mock.calls).toEqual([["2026-11-25"], [""]]);
});
