import { session } from "@/api/session";

type Listener = () => void;

/**
 * Proving again who one is, before what cannot be undone. Requests that were refused for want of a proof wait here,
 * together, for the one dialog that asks for it.
 */
export class Proof {
  /** How often somebody has proved who they are: what was refused before the last time is asked again at once. */
  private proofs = 0;
  private waiting: Promise<boolean> | undefined;
  private settled: (proved: boolean) => void = () => undefined;
  private readonly listeners = new Set<Listener>();

  /** Sends; when a proof is asked for, waits for it and sends again. What is not proved gives the refusal. */
  async sends(request: Request): Promise<Response> {
    const again = request.clone();
    const before = this.proofs;
    const answer = await fetch(request);
    if (!(await wantsProof(answer))) return answer;
    if (this.proofs === before && !(await this.given())) return answer;
    return fetch(await session.carried(again)); // the token may have grown old meanwhile
  }

  /** Whether something waits for a proof. */
  isAsked = (): boolean => this.waiting !== undefined;

  /** The person proved who they are, or would rather not. */
  settle = (proved: boolean): void => {
    if (proved) this.proofs += 1;
    this.waiting = undefined;
    this.settled(proved);
    this.tell();
  };

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private given(): Promise<boolean> {
    if (this.listeners.size === 0) return Promise.resolve(false); // nobody would ask
    if (this.waiting) return this.waiting;
    const waiting = new Promise<boolean>((resolve) => {
      this.settled = resolve;
    });
    this.waiting = waiting;
    this.tell();
    return waiting;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

async function wantsProof(answer: Response): Promise<boolean> {
  if (answer.status !== 403) return false;
  const said = (await answer
    .clone()
    .json()
    .catch(() => null)) as { code?: string } | null;
  return said?.code === "PROOF_REQUIRED";
}

export const proof = new Proof();
