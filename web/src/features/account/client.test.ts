import { expect, it } from "vitest";
import { clientOf } from "@/features/account/client";

const named = (agent: string) => {
  const { browser, system } = clientOf(agent);
  return [browser, system];
};
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

it.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Windows"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "Chrome", "Linux"],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0`, "Edge", "Windows"],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/142.0 Safari/537.36`, "Chrome", "ChromeOS"],
  [
    `Mozilla/5.0 (Linux; Android 15; SM-S921B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
    "Samsung Internet",
    "Android",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
    "Safari",
    "Mac",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0 Mobile Safari/604.1",
    "Chrome",
    "iPhone",
  ],
])("%s is named as people know it", (agent, browser, system) => {
  expect(named(agent)).toEqual([browser, system]);
});

it("what is no browser is not taken for one", () => {
  expect(named("python-httpx/0.28.1")).toEqual([undefined, undefined]);
  expect(named("")).toEqual([undefined, undefined]);
});

it("what one holds in the hand is told from what stands on a desk", () => {
  expect(clientOf("Mozilla/5.0 (Linux; Android 15)").handheld).toBe(true);
  expect(clientOf("Mozilla/5.0 (X11; Linux x86_64)").handheld).toBe(false);
});
