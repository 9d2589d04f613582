import { asDealerSyncError } from '../errors';
import type { Store } from '../store/store';
import type { RunDoc } from './run-history';

/**
 * Ends in the history what nobody runs any more: its process died, was stopped for longer than its lease, or lost the
 * store.
 * @param where the runs that may be such: of a space whose lease we hold, or of those that nobody holds
 */
export async function endInterrupted(
  store: Store,
  now: number,
  space: string | undefined,
  isAbandoned: (run: RunDoc) => Promise<boolean> | boolean,
): Promise<void> {
  const runs = store.collection<RunDoc>('runs');
  const { items } = await runs.find({
    where: { state: { in: ['running', 'busy'] }, ...(space === undefined ? {} : { space }) },
  });
  for (const run of items) {
    if (!(await isAbandoned(run))) continue;
    const error = {
      code: 'RUN_INTERRUPTED',
      message: 'The Node-RED of this run stopped, or lost its store, in the middle of it. The next run finishes it.',
    };
    try {
      await runs.put({ ...run, state: 'failed', endedAt: now, error });
    } catch (failure) {
      // Another process that started at the same time has ended it.
      if (asDealerSyncError(failure).code !== 'STALE') throw failure;
    }
  }
}
