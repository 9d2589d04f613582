/** Counts calls in the second behind now, by real time, whatever the simulator's clock says. */
export class SlidingSecond {
  #times: number[] = [];

  /** True while the call is within the limit. */
  take(limit: number, now: number): boolean {
    this.#times = this.#times.filter((time) => time > now - 1000);
    if (this.#times.length >= limit) return false;
    this.#times.push(now);
    return true;
  }
}
