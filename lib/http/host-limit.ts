import type { Clock } from '../clock';
import type { GrantedCalls } from './granted-calls';

export interface HostLimits {
  /** No sliding minute sees more. */
  callsPerMinute: number;
  /** How many of them may go out at once; a fifth unless said. A far end that counts by the second wants few. */
  burst?: number;
  /** Calls under way at once. */
  maxConcurrent: number;
  /** No sliding 24 hours see more (counted by the hour, since the start of the process). */
  dailyCalls?: number;
}

/** Thrown to a caller over the daily budget; the client makes the sentence. */
export class DailyBudgetSpent extends Error {}

/** Over 60 s by one second, because calls do not travel equally fast: the far end's minute counts arrivals. */
const WINDOW_MS = 61_000;
const HOUR_MS = 3_600_000;
/** A fifth of the minute's calls may go out at once unless said otherwise; the rest flows. */
const BURST_SHARE = 5;

interface Waiting {
  grant(): void;
  refuse(error: Error): void;
}

/**
 * The limits of one host, for all clients and flows of the process (S14). Where clients disagree **the strictest value
 * of each limit wins**, because the far end counts them all as one account.
 *
 * A token bucket: `burst` calls at once, then one every `61 s / (callsPerMinute - burst)`. Any sliding minute therefore
 * sees at most `burst + (callsPerMinute - burst) * 60/61`, less than the limit, and an interactive call never waits for
 * a whole minute as it would behind a plain "N per window". First come, first served.
 *
 * Where several processes share a budget, that is the bucket, and calls are granted from it. While it cannot be asked, the
 * own bucket counts: without its store a process runs nothing, but a person may try a connection.
 */
export class HostLimit {
  readonly #clients = new Set<HostLimits>();
  readonly #queue: Waiting[] = [];
  readonly #hourly = new Map<number, number>();
  #active = 0;
  #tokens = Number.POSITIVE_INFINITY;
  #filledAt: number;
  #pausedUntil = 0;
  #alarm: AbortController | undefined;

  /** @param granted the calls of a budget that several processes share, while there is one */
  constructor(
    private readonly clock: Clock,
    private readonly granted: () => GrantedCalls | undefined = () => undefined,
  ) {
    this.#filledAt = clock.now();
  }

  /** Calls under way now. */
  get active(): number {
    return this.#active;
  }

  /** Calls that wait for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** The host asked for quiet until then; in the past when it did not. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** The limits in force: the strictest of all attached clients. */
  get limits(): Required<HostLimits> {
    const clients = [...this.#clients];
    const strictest = (values: number[]) => Math.max(1, Math.min(...values));
    const callsPerMinute = Math.floor(strictest(clients.map((c) => c.callsPerMinute)));
    return {
      callsPerMinute,
      burst: Math.floor(strictest(clients.map((c) => c.burst ?? callsPerMinute / BURST_SHARE))),
      maxConcurrent: Math.floor(strictest(clients.map((c) => c.maxConcurrent))),
      dailyCalls: strictest(clients.map((c) => c.dailyCalls ?? Number.POSITIVE_INFINITY)),
    };
  }

  /** Adds a client's limits. The function returned takes them away again; what was used stays counted. */
  attach(limits: HostLimits): () => void {
    const own = { ...limits };
    this.#fill();
    this.#clients.add(own);
    this.#reconsider();
    return () => {
      this.#fill();
      if (this.#clients.delete(own)) this.#reconsider();
    };
  }

  /**
   * Waits for a turn. Resolves to the function that ends it (call it once the reply is read). Rejects with the signal's
   * reason when it aborts first, and with {@link DailyBudgetSpent}.
   */
  acquire(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      if (this.#lastDay() >= this.limits.dailyCalls) {
        reject(new DailyBudgetSpent());
        return;
      }
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        if (this.#queue.length === 0) this.#alarm?.abort();
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        grant: () => {
          signal?.removeEventListener('abort', leave);
          resolve(this.#release());
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', leave);
          reject(error);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
      this.#serve();
    });
  }

  /** Nobody calls the host before `instant`: it answered 429 or asked to be left alone. */
  pauseUntil(instant: number): void {
    if (instant <= this.#pausedUntil) return;
    this.#pausedUntil = instant;
    this.granted()?.pause(instant - this.clock.now());
    this.#reconsider();
  }

  #release(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#active -= 1;
      this.#serve();
    };
  }

  /** Lets in whoever may go now, and sets one alarm for the next. */
  #serve(): void {
    while (this.#queue.length > 0 && this.#active < this.limits.maxConcurrent) {
      if (!this.#takeTurn()) return;
      this.#active += 1;
      this.#countHour();
      this.#queue.shift()?.grant();
    }
  }

  /** Takes a call from the bucket, or sees to it that {@link #serve} looks again once there is one. */
  #takeTurn(): boolean {
    const shared = this.granted();
    const { pauseMs, fillMs } = this.#waitMs();
    const mine = !shared || shared.away;
    const wait = mine ? Math.max(pauseMs, fillMs) : pauseMs;
    if (wait > 0) {
      this.#setAlarm(wait);
      return false;
    }
    if (mine) {
      this.#tokens -= 1;
      return true;
    }
    if (shared.take()) return true;
    shared.ask(this.limits, this.#queue.length, (spent) => {
      if (spent) for (const waiting of this.#queue.splice(0)) waiting.refuse(new DailyBudgetSpent());
      this.#serve();
    });
    return false;
  }

  #setAlarm(ms: number): void {
    if (this.#alarm && !this.#alarm.signal.aborted) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.clock.sleep(Math.ceil(ms), alarm.signal).then(
      () => {
        alarm.abort();
        this.#serve();
      },
      () => undefined,
    );
  }

  /** Limits or pause changed: the alarm may be wrong. */
  #reconsider(): void {
    this.#alarm?.abort();
    this.#serve();
  }

  /** How long the host wants quiet, and how long the own bucket takes to have a call; 0 or less: no time. */
  #waitMs(): { pauseMs: number; fillMs: number } {
    const { perMs } = this.#fill();
    const missing = 1 - this.#tokens;
    // 1e-9: sums of fractions of a token may end a hair under the whole one.
    return { pauseMs: this.#pausedUntil - this.clock.now(), fillMs: missing > 1e-9 ? missing / perMs : 0 };
  }

  /** Adds what flowed in since the last time, under the limits that held until now. */
  #fill(): { perMs: number } {
    const now = this.clock.now();
    if (this.#clients.size === 0) {
      this.#filledAt = now;
      return { perMs: 1 };
    }
    const { callsPerMinute, burst } = this.limits;
    const perMs = Math.max(1, callsPerMinute - burst) / WINDOW_MS;
    // A clock that was set back must not take tokens away.
    const elapsed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(burst, this.#tokens + elapsed * perMs);
    this.#filledAt = now;
    return { perMs };
  }

  #countHour(): void {
    const hour = Math.floor(this.clock.now() / HOUR_MS);
    this.#hourly.set(hour, (this.#hourly.get(hour) ?? 0) + 1);
    for (const old of this.#hourly.keys()) if (old < hour - 24) this.#hourly.delete(old);
  }

  #lastDay(): number {
    const hour = Math.floor(this.clock.now() / HOUR_MS);
    let sum = 0;
    for (const [at, calls] of this.#hourly) if (at >= hour - 24) sum += calls;
    return sum;
  }
}
