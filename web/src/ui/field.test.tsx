import { fireEvent, render, screen } from "@testing-library/react";
import { Form } from "react-aria-components";
import { expect, it } from "vitest";
import { TextField } from "@/ui/field";

const box = () => screen.getByRole<HTMLInputElement>("textbox");

it("what is required and empty is not sent", () => {
  render(
    <Form>
      <TextField label="Code" isRequired />
    </Form>,
  );
  expect(box().validity.valid).toBe(false);
  fireEvent.change(box(), { target: { value: "123456" } });
  expect(box().validity.valid).toBe(true);
});

it("what was refused is said, and may be sent again", () => {
  render(
    <Form>
      <TextField label="Code" isRequired defaultValue="123456" error="Ce code est faux." />
    </Form>,
  );
  expect(box().validity.valid).toBe(true);
  expect(box().getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("Ce code est faux.")).toBeTruthy();
});
