import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { WordsProvider } from "@/words/provider";

async function opened(answer: () => Response) {
  const fetch = vi.fn(async (_: Request) => answer());
  vi.stubGlobal("fetch", fetch);
  vi.resetModules();
  const { SettleDialog } = await import("@/features/conversations/settle-dialog");
  const { ToastsProvider } = await import("@/ui/toasts");
  const acts = { refresh: vi.fn(async () => undefined), close: vi.fn() };
  render(
    <WordsProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ToastsProvider>
          <SettleDialog messageId="6e58ebcc-ec1a-86f2-811a-30952ee22c1c" {...acts}>
            <p>Bonjour</p>
          </SettleDialog>
        </ToastsProvider>
      </QueryClientProvider>
    </WordsProvider>,
  );
  return { fetch, ...acts };
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

function say(outcome: RegExp, reason: string) {
  fireEvent.click(screen.getByRole("radio", { name: outcome }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: reason } });
  fireEvent.click(button("Trancher"));
}

afterEach(() => vi.unstubAllGlobals());

it("nothing is chosen before a person says", async () => {
  await opened(() => new Response(null, { status: 204 }));
  expect(screen.getAllByRole<HTMLInputElement>("radio").map((one) => one.checked)).toEqual([
    false,
    false,
    false,
  ]);
  expect(button("Trancher").disabled).toBe(true);
});

it("what is said is sent with how one knows", async () => {
  const { fetch, refresh, close } = await opened(() => Response.json({}));
  say(/Il n'est pas parti/, " Vu sur son téléphone ");
  await vi.waitUntil(() => close.mock.calls.length === 1 && refresh.mock.calls.length === 1);
  const body = await fetch.mock.calls[0]?.[0].json();
  expect(body).toEqual({ outcome: "not_sent", reason: "Vu sur son téléphone" });
});

it("without saying how one knows, nothing is sent", async () => {
  const { fetch } = await opened(() => Response.json({}));
  say(/Il est parti/, " ");
  expect(screen.getByText("Dites en quelques mots comment vous le savez.")).toBeTruthy();
  expect(fetch).not.toHaveBeenCalled();
});

it("a colleague was faster: one can only leave, and what is shown is read again", async () => {
  const problem = {
    code: "SEND_SETTLED_MEANWHILE",
    title: "Conflit",
    detail: "Un collègue vient de trancher.",
  };
  const { refresh } = await opened(() => Response.json(problem, { status: 409 }));
  say(/Il est parti/, "Vu");
  expect(await screen.findByText(/Un collègue a tranché avant vous/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Trancher" })).toBeNull();
  expect(screen.queryByText("Un collègue vient de trancher.")).toBeNull();
  expect(refresh).toHaveBeenCalledOnce();
});
