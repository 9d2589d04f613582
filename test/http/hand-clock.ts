import type { Clock } from '../../lib/clock';

/** A clock whose hands are turned by the test; with `rushing`, every sleep passes at once and turns them. */
export class HandClock implements Clock {
  readonly slept: number[] = [];
  #now: number;
  #sleepers: { at: number; wake: () => void }[] = [];

  constructor(
    start = Date.UTC(2026, 0, 1),
    private readonly rushing = false,
  ) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      this.slept.push(ms);
      if (this.rushing) {
        this.#now += ms;
        setImmediate(resolve);
        return;
      }
      const giveUp = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Sets the hands, back too, and wakes nobody. */
  turnTo(instant: number): void {
    this.#now = instant;
  }

  /** Turns the hands, waking sleepers in order, each with time to go on. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = next.at;
      next.wake();
    }
    this.#now = end;
    await settle();
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
