/** The clock on the remote system's wall. It runs, but a test can set it; instants are milliseconds since the epoch. */
export class SettableClock {
  #offset = 0;

  now(): number {
    return Date.now() + this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  set offset(ms: number) {
    this.#offset = ms;
  }

  /** From now on it is `instant`. */
  set(instant: number): void {
    this.#offset = instant - Date.now();
  }

  advance(ms: number): void {
    this.#offset += ms;
  }

  /** `2016-10-21T16:24:21.293`: both systems print dates without a zone. */
  stamp(): string {
    return new Date(this.now()).toISOString().slice(0, -1);
  }
}
