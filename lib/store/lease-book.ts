import type { Clock } from '../clock';
import { SerialQueue } from './serial-queue';
import type { Fence, Lease, Leases } from './store';
import { leaseLost } from './store-errors';

/** Keeps the newest lease of a space, so that tokens grow across restarts too. Resolves when it is on disk. */
export type SaveLease = (lease: Lease) => Promise<void>;

/**
 * Leases within one process, which is all that a store with a folder lock has. What must outlast the process is the
 * token alone: when a store opens, its lock proves that every earlier holder is dead, so a lease from before never makes
 * the first run wait. For the same reason a renewal is not written: a full disk does not cost a run its lease.
 */
export class LeaseBook implements Leases {
  readonly #clock: Clock;
  readonly #save: SaveLease;
  readonly #assertOpen: () => void;
  readonly #queue = new SerialQueue();
  readonly #newest = new Map<string, Lease>();

  constructor(clock: Clock, save: SaveLease, assertOpen: () => void) {
    this.#clock = clock;
    this.#save = save;
    this.#assertOpen = assertOpen;
  }

  /** Starts over with the tokens given so far; all of those leases have ended. */
  reset(tokens: Map<string, number>): void {
    this.#newest.clear();
    for (const [space, token] of tokens) this.#newest.set(space, { space, token, holder: '', expiresAt: 0 });
  }

  acquire(space: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    return this.#queue.run(async () => {
      this.#assertOpen();
      const newest = this.#newest.get(space);
      if (newest && this.#runs(newest) && newest.holder !== holder) return undefined;
      const lease = { space, holder, token: (newest?.token ?? 0) + 1, expiresAt: this.#clock.now() + ttlMs };
      await this.#save(lease);
      this.#newest.set(space, lease);
      return { ...lease };
    });
  }

  async renew(lease: Lease, ttlMs: number): Promise<Lease> {
    this.#assertOpen();
    this.check(lease);
    const renewed = { ...lease, expiresAt: this.#clock.now() + ttlMs };
    this.#newest.set(lease.space, renewed);
    return { ...renewed };
  }

  async release(lease: Lease): Promise<void> {
    this.#assertOpen();
    const newest = this.#newest.get(lease.space);
    if (newest && this.#same(newest, lease)) this.#newest.set(lease.space, { ...newest, expiresAt: 0 });
  }

  async current(space: string): Promise<Lease | undefined> {
    this.#assertOpen();
    const newest = this.#newest.get(space);
    return newest && this.#runs(newest) ? { ...newest } : undefined;
  }

  /** Fails with `LEASE_LOST` unless this is the newest lease of its space and has not expired (S8). */
  check(fence: Fence): void {
    const newest = this.#newest.get(fence.space);
    if (!newest || !this.#same(newest, fence) || !this.#runs(newest)) throw leaseLost(fence.space);
  }

  /** Resolves when no token is being saved. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  #runs(lease: Lease): boolean {
    return lease.expiresAt > this.#clock.now();
  }

  #same(newest: Lease, given: Fence): boolean {
    return newest.token === given.token && newest.holder === given.holder;
  }
}
