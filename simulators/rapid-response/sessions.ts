import { randomInt } from 'node:crypto';
import type { SettableClock } from '../kit/clock';

export interface Login {
  username: string;
  password: string;
}

interface Session {
  number: number;
  password: string;
  openedAt: number;
  usedAt: number;
}

const IDLE_MS = 20 * 60_000;
const LONGEST_MS = 8 * 3_600_000;
const AT_ONCE = 3;

/** Sessions of the one login: 20 minutes idle, 8 hours in all, three at once. Not kept over a restart. */
export class Sessions {
  readonly #clock: SettableClock;
  readonly #open = new Map<number, Session>();
  // A pair from before a restart is nobody's: numbers go on from anywhere.
  #next = randomInt(10_000, 900_000);
  /** How many were ever opened. */
  opened = 0;

  constructor(clock: SettableClock) {
    this.#clock = clock;
  }

  get count(): number {
    this.#drop();
    return this.#open.size;
  }

  open(): Session | 'too many' {
    if (this.count >= AT_ONCE) return 'too many';
    this.#next += 1;
    this.opened += 1;
    const now = this.#clock.now();
    const session = { number: this.#next, password: `PLANTED-SESSION-${this.#next}`, openedAt: now, usedAt: now };
    this.#open.set(session.number, session);
    return session;
  }

  /** True, and used, while it lives. */
  use(number: unknown, password: unknown): boolean {
    this.#drop();
    const session = this.#open.get(Number(number));
    if (!session || session.password !== password) return false;
    session.usedAt = this.#clock.now();
    return true;
  }

  close(number: unknown): void {
    this.#open.delete(Number(number));
  }

  /** As when the station restarts. */
  endAll(): void {
    this.#open.clear();
  }

  #drop(): void {
    const now = this.#clock.now();
    for (const { number, openedAt, usedAt } of this.#open.values()) {
      if (now - usedAt > IDLE_MS || now - openedAt > LONGEST_MS) this.#open.delete(number);
    }
  }
}
