import type { Clock } from '../clock';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Consecutive failures that open it: more than one failing read makes with all of its tries. */
const FAILURES_TO_OPEN = 10;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 5 * 60_000;

/**
 * Stops calling a host that only fails (S14): closed -> open after {@link FAILURES_TO_OPEN} failures in a row (no
 * reply, or a 5xx) -> half-open after a rest, when one single call may try -> closed if that one is answered, else open
 * again for twice as long.
 */
export class Breaker {
  #failures = 0;
  #restMs = FIRST_REST_MS;
  #openUntil: number | undefined;
  #trial = false;

  constructor(private readonly clock: Clock) {}

  get state(): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return this.clock.now() < this.#openUntil ? 'open' : 'half-open';
  }

  /** When the next call may try; undefined while closed. */
  get openUntil(): number | undefined {
    return this.#openUntil;
  }

  /** True if a call may be sent now. In half-open the first that asks is the trial; it must report its end. */
  admit(): boolean {
    const state = this.state;
    if (state === 'closed') return true;
    if (state === 'open' || this.#trial) return false;
    this.#trial = true;
    return true;
  }

  /** The host answered, whatever it said. */
  answered(): void {
    this.#failures = 0;
    this.#restMs = FIRST_REST_MS;
    this.#openUntil = undefined;
    this.#trial = false;
  }

  /** The host did not answer, or only with a 5xx. */
  failed(): void {
    this.#failures += 1;
    if (this.#openUntil !== undefined) {
      if (!this.#trial) return;
      this.#restMs = Math.min(this.#restMs * 2, LONGEST_REST_MS);
    } else if (this.#failures < FAILURES_TO_OPEN) {
      return;
    }
    this.#trial = false;
    this.#openUntil = this.clock.now() + this.#restMs;
  }

  /** The admitted call ended without telling anything of the host: given up by its caller. */
  abandoned(): void {
    this.#trial = false;
  }
}
