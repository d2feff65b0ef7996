import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SessionStore } from "@/api/session";

const LATER = "2099-01-01T00:00:00Z";
const signedIn = (token: string, expires_in = 900, id = "laura") => ({
  token,
  expires_in,
  session_ends_at: LATER,
  user: { id },
});
const answers = (...said: Response[]) => {
  const asked = vi.fn(() => Promise.resolve(said.shift() ?? new Response(null, { status: 500 })));
  vi.stubGlobal("fetch", asked);
  return asked;
};
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe("the session of a tab", () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("shows its token as long as it is fresh", async () => {
    const asked = answers();
    const store = new SessionStore();
    store.begin(signedIn("one"));
    expect(await store.token()).toBe("one");
    expect(asked).not.toHaveBeenCalled();
  });

  it("asks once for a new token, whoever needs it", async () => {
    const asked = answers(json(signedIn("two")));
    const store = new SessionStore();
    store.begin(signedIn("one", 0));
    expect(await Promise.all([store.token(), store.token(), store.token()])).toEqual(["two", "two", "two"]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("ends when the server does not prolong it", async () => {
    answers(json({ status: 401, code: "SESSION_OVER" }, 401));
    const store = new SessionStore();
    const told = vi.fn();
    store.begin(signedIn("one", 0));
    store.subscribe(told);
    expect(await store.token()).toBeUndefined();
    expect(store.current()).toBeNull();
    expect(told).toHaveBeenCalledTimes(1);
    expect(new SessionStore().current()).toBeNull();
  });

  it("stays when the network is away", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const store = new SessionStore();
    store.begin(signedIn("one", 0));
    await expect(store.token()).rejects.toThrow("Palabre ne répond pas");
    expect(store.current()).not.toBeNull();
  });

  it("is taken up by a new tab, which asks only when somebody is signed in", async () => {
    const asked = answers(json(signedIn("two")));
    expect(await new SessionStore().resume()).toBeNull();
    expect(asked).not.toHaveBeenCalled();
    localStorage.setItem("palabre.signed-in", LATER);
    expect((await new SessionStore().resume())?.token).toBe("two");
  });

  it("is told to the server when one leaves", () => {
    const asked = answers(json({ signed_out: true }));
    const store = new SessionStore();
    store.begin(signedIn("one"));
    store.leave();
    expect(store.current()).toBeNull();
    expect(asked).toHaveBeenCalledWith("/auth/logout", expect.objectContaining({ method: "POST" }));
  });

  it("is over when the server refuses its token, and not for a token of before", () => {
    const store = new SessionStore();
    store.begin(signedIn("one"));
    store.begin(signedIn("two"));
    store.refused("Bearer one");
    store.refused(null);
    expect(store.current()?.token).toBe("two");
    store.refused("Bearer two");
    expect(store.current()).toBeNull();
  });

  it("is replaced by another, whatever is refused meanwhile", async () => {
    const store = new SessionStore();
    store.begin(signedIn("one"));
    await store.replace(async () => {
      await Promise.resolve();
      store.refused("Bearer one");
      return signedIn("two");
    });
    await Promise.resolve();
    expect(store.current()?.token).toBe("two");
    const failing = store.replace(async () => {
      await Promise.resolve();
      store.refused("Bearer two");
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
    await Promise.resolve();
    expect(store.current()).toBeNull();
  });

  it("makes nothing of what somebody wrote in its place", () => {
    for (const kept of ["{", "null", "5", JSON.stringify({ endsAt: "never" })]) {
      sessionStorage.setItem("palabre.session", kept);
      expect(new SessionStore().current()).toBeNull();
    }
  });
});

describe("a visit", () => {
  const went = vi.fn();
  /** The next page of the same tab. */
  const page = () => new SessionStore(went);
  const entered = (expires_in = 1800) => {
    const home = page();
    home.begin(signedIn("home"));
    home.enter({ token: "visit", expires_in });
    return page();
  };
  const settled = async (promise: Promise<unknown>) =>
    Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false)))]);

  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    went.mockClear();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("begins with another page, which shows its token and asks for no other", async () => {
    const asked = answers();
    const visit = entered(60);
    expect(went).toHaveBeenCalledExactlyOnceWith("/");
    expect([visit.visitLeft() !== null, await visit.token()]).toEqual([true, "visit"]);
    expect((await visit.resume())?.token).toBe("home");
    expect(asked).not.toHaveBeenCalled();
  });

  it("leaves the page before with nothing to ask with", async () => {
    const home = page();
    home.begin(signedIn("home"));
    home.enter({ token: "visit", expires_in: 60 });
    expect(await settled(home.token())).toBe(false);
    home.refused("Bearer home");
    expect(home.current()?.token).toBe("home");
  });

  it("is over when its time is, without a word to the server", async () => {
    const visit = entered(60);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    expect(await settled(visit.token())).toBe(false);
    expect(went).toHaveBeenLastCalledWith("/plateforme?visite=terminee");
    expect(page().visitLeft()).toBeNull();
  });

  it("that is refused leads home once, and the session there goes on", async () => {
    const visit = entered();
    visit.refused("Bearer visit");
    visit.refused("Bearer visit");
    expect(went.mock.calls).toEqual([["/"], ["/plateforme?visite=terminee"]]);
    expect(await page().token()).toBe("home");
  });

  it("that is left leads home without a sentence", () => {
    entered().goHome();
    expect(went).toHaveBeenLastCalledWith("/plateforme");
    expect(page().visitLeft()).toBeNull();
  });

  it("is nothing without a session at home", () => {
    const visit = entered();
    visit.end();
    expect(page().visitLeft()).toBeNull();
  });

  it("is not that of a tab which is a copy", async () => {
    const request = vi.fn(() => Promise.reject(new DOMException("", "TimeoutError")));
    vi.stubGlobal("navigator", { locks: { request } });
    const copy = entered();
    expect((await copy.resume())?.token).toBe("home");
    expect([copy.visitLeft(), await copy.token()]).toEqual([null, "home"]);
    expect(page().visitLeft()).toBeNull();
  });

  it("is claimed by the tab that shows it", async () => {
    const names: string[] = [];
    const request = vi.fn((name: string, _: unknown, held: () => unknown) => {
      names.push(name);
      held();
      return new Promise(() => undefined);
    });
    vi.stubGlobal("navigator", { locks: { request } });
    const visit = entered();
    await visit.resume();
    await visit.resume();
    expect([visit.visitLeft() !== null, names.length]).toEqual([true, 1]);
  });

  it("makes nothing of what somebody wrote in its place", () => {
    page().begin(signedIn("home"));
    for (const kept of ["{", "null", "5", JSON.stringify({ token: "visit" })]) {
      sessionStorage.setItem("palabre.visit", kept);
      expect(page().visitLeft()).toBeNull();
    }
  });
});
