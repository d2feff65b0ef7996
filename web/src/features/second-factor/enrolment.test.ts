import { expect, it } from "vitest";
import { imageOf, inFours } from "@/features/second-factor/enrolment";

it("the secret is typed by groups of four, the last one may be short", () => {
  expect(inFours("JBSWY3DPEH")).toBe("JBSW Y3DP EH");
  expect(inFours("")).toBe("");
});

it("a drawing becomes an image with a namespace, and keeps the one it has", () => {
  const read = (svg: string) => decodeURIComponent(imageOf(svg).replace("data:image/svg+xml,", ""));
  expect(read('<svg viewBox="0 0 1 1"/>')).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
  );
  expect(read('<svg xmlns="n"/>')).toBe('<svg xmlns="n"/>');
  expect(imageOf('<svg fill="#fff"/>')).not.toContain("#");
});
