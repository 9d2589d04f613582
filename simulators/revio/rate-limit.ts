const MINUTE_MS = 60_000;

/**
 * Counts calls in the sliding minute behind now, by real time: what is limited is the caller, whatever the simulator's
 * clock is set to. Refused calls count too, so that a caller who does not wait is not let in.
 */
export class SlidingMinute {
  readonly #times: number[] = [];
  #oldest = 0;

  /** Seconds to wait before the next call, or 0: this one is within the limit. */
  take(limit: number, now: number): number {
    while (this.#oldest < this.#times.length && (this.#times[this.#oldest] ?? 0) <= now - MINUTE_MS) this.#oldest += 1;
    if (this.#oldest > 10_000) {
      this.#times.splice(0, this.#oldest);
      this.#oldest = 0;
    }
    this.#times.push(now);
    const inMinute = this.#times.length - this.#oldest;
    if (inMinute <= limit) return 0;
    const frees = (this.#times[this.#times.length - limit] ?? now) + MINUTE_MS;
    return Math.max(1, Math.ceil((frees - now) / 1000));
  }
}
