import type { Clock } from '../clock';
import { asDealerSyncError } from '../errors';
import type { Lease, Leases } from '../store/store';
import type { Run } from './run';

/** A lease is renewed four times in its life. */
const RENEWALS = 4;
const POLL_MS = 5_000;
const STALL_CHECK_MS = 5_000;

export interface SpaceLeasesSetup {
  leases: Leases;
  clock: Clock;
  /** Who we are to the leases. */
  holder: string;
  /** How long a lease lasts unless renewed, so how long others wait for a process that died. */
  leaseMs: number;
  /** Aborted with the reason when the process gives up. */
  closing: AbortSignal;
}

/** The lease of a pair space, which lets one process run there (S8): waited for, and held for as long as a run lasts. */
export class SpaceLeases {
  constructor(private readonly setup: SpaceLeasesSetup) {}

  /**
   * Another process may hold the space; it is taken over when its lease ends (S8). A store that is away for less than a
   * lease costs nobody the waiting.
   */
  async wait(space: string): Promise<Lease> {
    const { leases, clock, holder, leaseMs, closing } = this.setup;
    let answeredAt = clock.now();
    for (;;) {
      try {
        const lease = await leases.acquire(space, holder, leaseMs);
        if (lease) return lease;
        answeredAt = clock.now();
      } catch (error) {
        const away = asDealerSyncError(error).transient && clock.now() - answeredAt < leaseMs;
        if (!away) throw error;
      }
      await clock.sleep(Math.min(POLL_MS, leaseMs / RENEWALS), closing);
    }
  }

  /**
   * Renews the run's lease, and looks for a standstill, until the run ends; one that lost its lease is failed.
   * @param look done each time
   */
  async hold(run: Run, look: () => Promise<void>): Promise<void> {
    const { leases, clock, leaseMs, closing } = this.setup;
    const over = new AbortController();
    run.onceEnded(() => over.abort());
    // Not `AbortSignal.any`: Node.js keeps one that somebody listens to until it is aborted, with all that hangs on it.
    const close = () => over.abort(closing.reason);
    if (closing.aborted) close();
    else closing.addEventListener('abort', close, { once: true, signal: over.signal });
    let renewedAt = clock.now();
    while (!run.end) {
      try {
        await clock.sleep(Math.min(STALL_CHECK_MS, leaseMs / RENEWALS), over.signal);
        if (run.end) return;
        if (run.lease && clock.now() - renewedAt >= leaseMs / RENEWALS) {
          run.lease = await leases.renew(run.lease, leaseMs);
          renewedAt = clock.now();
        }
        await look();
        run.checkStall();
      } catch (error) {
        // A store that is away for less than the lease's time costs only what has to be written meanwhile.
        const failure = asDealerSyncError(error);
        if (failure.transient && clock.now() - renewedAt < leaseMs) continue;
        if (!run.end) run.fail(failure);
        return;
      }
    }
  }
}
