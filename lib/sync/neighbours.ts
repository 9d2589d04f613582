import { DealerSyncError } from '../errors';
import { nextRun } from '../schedule';
import type { Sharing, Store } from '../store/store';
import type { Run } from './run';
import { type RunDoc, runDoc } from './run-history';
import { progressOf } from './run-progress';
import type { Waiting } from './run-queue';
import { TOPICS, type Topic } from './topics';

/** The clocks of the machines differ by less, and a deploy starts them within it. */
const SAME_TICK_MS = 5 * 60_000;
/** A run that ended so has not done its work: another process does it. */
const TAKEN_OVER = new Set(['RUN_INTERRUPTED', 'LEASE_LOST', 'STORE_UNREACHABLE', 'STORE_CLOSED', 'STORE_UNWRITABLE']);

/**
 * The other processes on a shared store, each with the same flows: every timer fires on each of them, and one runs. All
 * that they know of each other is in the store; the announcements only say when to look.
 */
export class Neighbours {
  private readonly sharing: Sharing | undefined;
  /** What was announced is not announced again. */
  private relaying = false;

  constructor(
    private readonly store: Store,
    private readonly holder: string,
  ) {
    this.sharing = store.sharing;
  }

  /** There may be any. */
  get possible(): boolean {
    return this.sharing !== undefined;
  }

  /**
   * @param tell what changed there; no topics: anything may have
   * @returns stops listening
   */
  listen(tell: (topics: readonly Topic[]) => void): () => void {
    return (
      this.sharing?.onAnnounced((text) => {
        this.relaying = true;
        try {
          tell(text.split(' ').filter(isTopic));
        } finally {
          this.relaying = false;
        }
      }) ?? (() => undefined)
    );
  }

  /** @param topics none: anything may have changed */
  announce(topics: readonly Topic[] = []): void {
    if (!this.relaying) this.sharing?.announce(topics.join(' '));
  }

  /** Nobody but a timer asked for it, and every timer fires on all processes: it is not shown as a run that waits. */
  isEverybodys({ asked }: Waiting): boolean {
    return this.possible && !asked.byPerson;
  }

  /**
   * Whether another process has run it since about the time it was asked for here: for the same tick of the timer. A run
   * that a person asked for is always its own; one that broke off with its process is taken over.
   */
  async haveDone(waiting: Waiting, preview: boolean): Promise<boolean> {
    if (!this.isEverybodys(waiting)) return false;
    const { integration, asked } = waiting;
    const { items } = await this.store.collection<RunDoc>('runs').find({
      where: {
        integration: integration.id,
        preview,
        cause: { not: 'manual' },
        holder: { not: this.holder },
        startedAt: { gt: asked.at - sameTickMs(integration.schedule, asked.at) },
      },
    });
    // One without a holder is of the time before the store was shared.
    return items.some(
      ({ state, error, partial, holder }) =>
        holder && !partial && state !== 'running' && !TAKEN_OVER.has(error?.code ?? ''),
    );
  }

  /** A running run's document, by which the others show it. @throws DealerSyncError `RUN_STOPPED` when one wants it stopped */
  async tellProgress(run: Run, now: number): Promise<void> {
    if (!this.possible || !run.lease) return;
    const runs = this.store.collection<RunDoc>('runs');
    const known = await runs.get(run.setup.id);
    if (!known || run.end) return;
    if (known.stop) throw stopped(known.stop.who);
    const live = { phase: run.phase, progress: progressOf(run, now) };
    // Somebody may leave word this moment; it is read the next time.
    await unlessStale(runs.put({ ...runDoc(run, 'running'), ...live, rev: known.rev }, { fence: run.lease }));
    this.announce(['runs', 'integrations']);
  }

  /** Leaves word for the process that runs it. False when there is no such run. */
  async askToStop(runId: string, who: string): Promise<boolean> {
    if (!this.possible) return false;
    const runs = this.store.collection<RunDoc>('runs');
    for (;;) {
      const run = await runs.get(runId);
      if (run?.state !== 'running') return false;
      // It may tell of its progress this moment.
      if (await unlessStale(runs.put({ ...run, stop: { who } }))) return true;
    }
  }
}

/** False when the document was changed meanwhile. */
async function unlessStale(put: Promise<RunDoc>): Promise<boolean> {
  try {
    await put;
    return true;
  } catch (error) {
    if (error instanceof DealerSyncError && error.code === 'STALE') return false;
    throw error;
  }
}

export function stopped(who: string): DealerSyncError {
  return new DealerSyncError('RUN_STOPPED', `The run was stopped by ${who}.`);
}

/** No longer than half of the time between two ticks, or a frequent timer would take the last tick's run for this one's. */
function sameTickMs(schedule: string, now: number): number {
  if (!schedule) return SAME_TICK_MS;
  const next = nextRun(schedule, now);
  const after = next === undefined ? undefined : nextRun(schedule, next);
  return next === undefined || after === undefined ? SAME_TICK_MS : Math.min(SAME_TICK_MS, (after - next) / 2);
}

function isTopic(word: string): word is Topic {
  return (TOPICS as readonly string[]).includes(word);
}
