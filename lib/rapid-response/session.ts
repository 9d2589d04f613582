/** What every call but the login carries in its body (contract: transport). */
export interface SessionPair {
  number: string;
  password: string;
}

/**
 * The one session of a client: opened with the first call, shared by all, and opened again when it is told to have ended.
 * Calls that find it ended at the same time wait for the same login.
 */
export class Session {
  #pair: Promise<SessionPair> | undefined;

  /** @param login opens a new one; the login of the call that comes first stands for all */
  get(login: () => Promise<SessionPair>): Promise<SessionPair> {
    if (this.#pair) return this.#pair;
    const pair = login();
    this.#pair = pair;
    // A login that failed is not kept: the next call tries again.
    pair.catch(() => this.#forget(pair));
    return pair;
  }

  /** A pair was refused. Says so of an older one, another call has renewed it already. */
  async ended(pair: SessionPair): Promise<void> {
    const current = this.#pair;
    if (current && (await current.catch(() => undefined)) === pair) this.#forget(current);
  }

  /** The pair to log out with, if there is one; afterwards there is none. */
  async take(): Promise<SessionPair | undefined> {
    const current = this.#pair;
    this.#pair = undefined;
    return current?.catch(() => undefined);
  }

  #forget(pair: Promise<SessionPair>): void {
    if (this.#pair === pair) this.#pair = undefined;
  }
}
