import { Problem } from "@/api/problem";

interface SignedIn {
  token: string;
  expires_in: number;
  session_ends_at: string;
  user: { id: string };
}

/** What `POST …/enter` gives: a token for another organisation, which nothing prolongs. */
export interface Entrance {
  token: string;
  expires_in: number;
}

interface Visit {
  token: string;
  /** By the clock of this machine, in milliseconds. */
  until: number;
  /** Whose it is among the tabs: what a tab keeps is copied when it is duplicated. */
  tab: string;
}

export interface Session {
  token: string;
  /** By the clock of this machine, in milliseconds: it may not be the server's. */
  freshUntil: number;
  endsAt: string;
  userId: string;
}

const KEY = "palabre.session";
const SIGNED_IN = "palabre.signed-in";
const VISIT = "palabre.visit";
/** Where one comes from and goes back to; the second says that the visit ended by itself. */
const HOME = "/plateforme";
const VISIT_OVER = `${HOME}?visite=terminee`;
const CLAIMED_WITHIN_MS = 500; // the page that was here before lets go at once; another tab does not
const MARGIN_MS = 30_000; // a token about to end is not shown: the request takes time too
type Listener = () => void;

function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function read(): Session | null {
  const found = kept<Session>(KEY);
  return found && new Date(found.endsAt) > new Date() ? found : null;
}

function readVisit(): Visit | null {
  const found = kept<Visit>(VISIT);
  return found?.token && found.tab && found.until > Date.now() ? found : null;
}

/** One tab at a time: a refresh cookie that is shown twice ends the session. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(KEY, work) as Promise<T>) : work();
}

/** Whether a visit is of this tab, which says so to the others for as long as it shows this page. */
function claimed(visit: Visit): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(CLAIMED_WITHIN_MS);
    const held = () => {
      resolve(true);
      return new Promise(() => undefined);
    };
    navigator.locks.request(`${VISIT}.${visit.tab}`, { signal }, held).catch(() => resolve(false));
  });
}

function leaveFor(path: string): void {
  // A page that the browser kept and shows again would go on with what it knew.
  window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
  window.location.assign(path);
}

/**
 * The session of this tab, prolonged as long as the server lets it. The cookie that prolongs it belongs to the browser:
 * a new tab takes the session up.
 *
 * Somebody who runs the platform may be on a visit, in this tab alone: another token, for another organisation, until its
 * end; the session at home waits. The page is loaded anew on the way in and out: nothing that was known on one side is
 * there on the other.
 */
export class SessionStore {
  private value: Session | null = read();
  private visit: Visit | null = this.value && readVisit();
  private claim: Promise<void> | undefined;
  private moving = false;
  private renewing: Promise<Session | null> | undefined;
  private replacing: Promise<unknown> | undefined;
  private readonly listeners = new Set<Listener>();

  constructor(private readonly go: (path: string) => void = leaveFor) {}

  current = (): Session | null => this.value;

  begin({ token, expires_in, session_ends_at, user }: SignedIn): Session {
    const another = this.value && this.value.userId !== user.id;
    const freshUntil = Date.now() + expires_in * 1000 - MARGIN_MS;
    const session = { token, freshUntil, endsAt: session_ends_at, userId: user.id };
    sessionStorage.setItem(KEY, JSON.stringify(session));
    localStorage.setItem(SIGNED_IN, session_ends_at);
    this.set(session);
    if (another) window.location.assign("/"); // somebody else signed in, in another tab
    return session;
  }

  /** Show the token in a request. */
  async carried(request: Request): Promise<Request> {
    const token = await this.token();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  }

  /** The token to show, a new one when it is about to end; undefined when there is no session. */
  async token(): Promise<string | undefined> {
    if (this.moving) return new Promise(() => undefined); // this page is over: what it asks for is for nobody
    if (this.visit && Date.now() >= this.visit.until) {
      this.goHome(true);
      return this.token();
    }
    if (this.visit) return this.visit.token;
    if (!this.value || Date.now() < this.value.freshUntil) return this.value?.token;
    return (await this.renew())?.token;
  }

  /** Take up the session of the browser, if there is one. */
  async resume(): Promise<Session | null> {
    if (this.visit) await this.claimVisit(this.visit);
    const endsAt = localStorage.getItem(SIGNED_IN);
    if (this.value || !endsAt || new Date(endsAt) <= new Date()) return this.value;
    return this.renew().catch(() => null);
  }

  /** What ends this session and gives another. What was asked meanwhile with the token of before ends nothing. */
  async replace(ask: () => Promise<SignedIn>): Promise<void> {
    const asked = ask().then((given) => this.begin(given));
    this.replacing = asked.catch(() => undefined);
    try {
      await asked;
    } finally {
      this.replacing = undefined;
    }
  }

  /** In another organisation from now on, in this tab. */
  enter({ token, expires_in }: Entrance): void {
    const visit: Visit = { token, until: Date.now() + expires_in * 1000, tab: crypto.randomUUID() };
    sessionStorage.setItem(VISIT, JSON.stringify(visit));
    this.visit = visit;
    this.move("/");
  }

  /** Milliseconds until the end of the visit; null when this tab is at home. */
  visitLeft = (): number | null => this.visit && Math.max(0, this.visit.until - Date.now());

  /** Home again; `over` when the visit ended and nobody asked. */
  goHome(over = false): void {
    sessionStorage.removeItem(VISIT);
    this.visit = null;
    this.move(over ? VISIT_OVER : HOME);
  }

  /** The server takes this token no more: the visit is over, else the session, unless another has replaced it. */
  refused(shown: string | null): void {
    if (this.moving) return;
    if (this.replacing) void this.replacing.then(() => this.endOf(shown));
    else this.endOf(shown);
  }

  private endOf(shown: string | null): void {
    if (shown !== `Bearer ${(this.visit ?? this.value)?.token}`) return;
    if (this.visit) this.goHome(true);
    else this.end();
  }

  end(): void {
    localStorage.removeItem(SIGNED_IN);
    sessionStorage.removeItem(KEY);
    sessionStorage.removeItem(VISIT);
    if (this.value) this.set(null);
  }

  /** End it at the server too, which is told even when the page goes. */
  leave(): void {
    void fetch("/auth/logout", { method: "POST", keepalive: true }).catch(() => undefined);
    this.end();
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private move(path: string): void {
    if (this.moving) return;
    this.moving = true;
    this.go(path);
  }

  private claimVisit(visit: Visit): Promise<void> {
    this.claim ??= claimed(visit).then((ours) => {
      if (ours) return;
      sessionStorage.removeItem(VISIT);
      this.visit = null;
    });
    return this.claim;
  }

  private renew(): Promise<Session | null> {
    this.renewing ??= alone(() => this.ask()).finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async ask(): Promise<Session | null> {
    const answer = await fetch("/auth/refresh", { method: "POST" }).catch((error) => {
      throw Problem.unreachable(error);
    });
    if (answer.status === 401) {
      this.end();
      return null;
    }
    if (!answer.ok) throw await Problem.of(answer);
    return this.begin((await answer.json()) as SignedIn);
  }

  private set(session: Session | null): void {
    this.value = session;
    for (const listener of this.listeners) listener();
  }
}

export const session = new SessionStore();
