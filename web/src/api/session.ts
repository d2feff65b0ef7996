import { Problem } from "@/api/problem";

interface SignedIn {
  token: string;
  expires_in: number;
  session_ends_at: string;
  user: { id: string };
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
const MARGIN_MS = 30_000; // a token about to end is not shown: the request takes time too
type Listener = () => void;

function read(): Session | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Session | null;
    return kept && new Date(kept.endsAt) > new Date() ? kept : null;
  } catch {
    return null;
  }
}

/** One tab at a time: a refresh cookie that is shown twice ends the session. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(KEY, work) as Promise<T>) : work();
}

/**
 * The session of this tab, prolonged as long as the server lets it. The cookie that prolongs it belongs to the browser:
 * a new tab takes the session up.
 */
export class SessionStore {
  private value: Session | null = read();
  private renewing: Promise<Session | null> | undefined;
  private replacing: Promise<unknown> | undefined;
  private readonly listeners = new Set<Listener>();

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

  /** The token to show, a new one when it is about to end; undefined when there is no session. */
  async token(): Promise<string | undefined> {
    if (!this.value || Date.now() < this.value.freshUntil) return this.value?.token;
    return (await this.renew())?.token;
  }

  /** Take up the session of the browser, if there is one. */
  async resume(): Promise<Session | null> {
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

  /** The server knows nothing of this token any more: the session is over, unless it is replaced. */
  refused(shown: string | null): void {
    const over = () => {
      if (this.value && shown === `Bearer ${this.value.token}`) this.end();
    };
    if (this.replacing) void this.replacing.then(over);
    else over();
  }

  end(): void {
    localStorage.removeItem(SIGNED_IN);
    sessionStorage.removeItem(KEY);
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
