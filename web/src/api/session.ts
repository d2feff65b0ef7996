export interface Session {
  token: string;
  expiresAt: string;
}

const KEY = "palabre.session";
type Listener = () => void;

function read(): Session | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Session | null;
    return kept && new Date(kept.expiresAt) > new Date() ? kept : null;
  } catch {
    return null;
  }
}

/** The session of this tab. It ends with the tab, the token, or a 401. */
class SessionStore {
  private value: Session | null = read();
  private readonly listeners = new Set<Listener>();

  current = (): Session | null => this.value;

  begin(session: Session): void {
    sessionStorage.setItem(KEY, JSON.stringify(session));
    this.set(session);
  }

  end(): void {
    if (!this.value) return;
    sessionStorage.removeItem(KEY);
    this.set(null);
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(session: Session | null): void {
    this.value = session;
    for (const listener of this.listeners) listener();
  }
}

export const session = new SessionStore();
