import type { Store } from '../store/store';

export interface Retention {
  runsDays: number;
  auditDays: number;
}

const DAY_MS = 86_400_000;

/** Lets go of history past its days. Pairs are no history: they stay. */
export async function prune(store: Store, keep: Retention, now: number): Promise<void> {
  const runsBefore = now - keep.runsDays * DAY_MS;
  const runs = store.collection<{ _id: string; rev: number; startedAt: number }>('runs');
  for await (const batch of runs.scan({ startedAt: { lt: runsBefore } })) {
    for (const run of batch) {
      await store.collection('outcomes').removeWhere({ runId: run._id });
      await store.collection('calls').removeWhere({ runId: run._id });
    }
  }
  await runs.removeWhere({ startedAt: { lt: runsBefore } });
  await store.collection('plans').removeWhere({ at: { lt: runsBefore } });
  await store.collection('audit').removeWhere({ at: { lt: now - keep.auditDays * DAY_MS } });
}

/** For so many runs of an integration each single call is kept; of the older ones their count stays. */
const RUNS_WITH_CALLS = 10;

export async function dropOldCalls(store: Store, integration: string): Promise<void> {
  const { items } = await store.collection<{ _id: string; rev: number; startedAt: number }>('runs').find({
    where: { integration },
    sort: [{ field: 'startedAt', descending: true }],
    limit: RUNS_WITH_CALLS,
  });
  const oldest = items.at(-1)?.startedAt;
  if (items.length < RUNS_WITH_CALLS || oldest === undefined) return;
  await store.collection('calls').removeWhere({ integration, startedAt: { lt: oldest } });
}
