import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { Problem } from "@/api/problem";
import { proof } from "@/api/proof";
import { session } from "@/api/session";

const refusal = () =>
  new Response(JSON.stringify({ code: "PROOF_REQUIRED", detail: "Confirmez d'abord." }), { status: 403 });
const done = () => new Response(JSON.stringify({ sequence: 7 }));
const erase = (contact_id = "c1") =>
  api.POST("/api/contacts/{contact_id}/erase", {
    params: { path: { contact_id } },
    body: { confirm: "SUPPRIMER" },
  });

describe("an act that asks for a proof", () => {
  let proved = false;
  const sent: { body: string; token: string | null }[] = [];
  const told = vi.fn();
  let forget = () => undefined as unknown;

  beforeEach(() => {
    proved = false;
    sent.length = 0;
    told.mockClear();
    forget = proof.subscribe(told);
    session.begin({
      token: "one",
      expires_in: 900,
      session_ends_at: "2099-01-01T00:00:00Z",
      user: { id: "u" },
    });
    vi.stubGlobal("fetch", async (request: Request) => {
      sent.push({ body: await request.text(), token: request.headers.get("Authorization") });
      return proved ? done() : refusal();
    });
  });
  afterEach(() => {
    forget();
    vi.unstubAllGlobals();
  });
  const asked = () => vi.waitFor(() => expect(proof.isAsked()).toBe(true));
  const proves = () => {
    proved = true;
    proof.settle(true);
  };

  it("is done once who asked proved who they are, as it was asked for", async () => {
    const erasure = erase();
    await asked();
    proves();
    expect((await erasure).data).toEqual({ sequence: 7 });
    const body = JSON.stringify({ confirm: "SUPPRIMER" });
    expect(sent.map((one) => one.body)).toEqual([body, body]);
    expect(proof.isAsked()).toBe(false);
  });

  it("goes again with the token of then", async () => {
    const erasure = erase();
    await asked();
    session.begin({
      token: "two",
      expires_in: 900,
      session_ends_at: "2099-01-01T00:00:00Z",
      user: { id: "u" },
    });
    proves();
    await erasure;
    expect(sent.map((one) => one.token)).toEqual(["Bearer one", "Bearer two"]);
  });

  it("is refused as it was when they would rather not", async () => {
    const erasure = erase();
    await asked();
    proof.settle(false);
    const error = await erasure.catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: "PROOF_REQUIRED", status: 403, message: "Confirmez d'abord." });
    expect(sent).toHaveLength(1);
  });

  it("waits with the others for one proof", async () => {
    const erasures = [erase("c1"), erase("c2")];
    await asked();
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    proves();
    await Promise.all(erasures);
    expect([sent.length, told.mock.calls.length]).toEqual([4, 2]);
  });

  it("that was on its way when the proof came is not asked about", async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
    const erasure = erase();
    await vi.waitFor(() => expect(answer.name).not.toBe(""));
    proof.settle(true);
    const late = answer;
    late(refusal());
    await vi.waitFor(() => expect(answer).not.toBe(late));
    answer(done());
    expect((await erasure).data).toEqual({ sequence: 7 });
    expect(proof.isAsked()).toBe(false);
  });

  it("is asked again when the proof did not do", async () => {
    const erasure = erase();
    await asked();
    proof.settle(true);
    await expect(erasure).rejects.toMatchObject({ code: "PROOF_REQUIRED" });
  });

  it("is refused at once where nobody would ask", async () => {
    forget();
    await expect(erase()).rejects.toMatchObject({ code: "PROOF_REQUIRED" });
  });

  it("leaves other refusals as they are", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 403 })));
    await expect(erase()).rejects.toMatchObject({ status: 403, code: "UNREACHABLE" });
    expect(told).not.toHaveBeenCalled();
  });
});
