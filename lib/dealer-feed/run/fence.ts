import { DealerSyncError } from '../../errors';
import type { Fence } from '../../store/store';
import type { Run } from '../../sync/run';

/** Each write of a run goes under its lease as it is at that moment (S8). */
export function fenceOf(run: Run): Fence {
  if (run.lease) return run.lease;
  throw new DealerSyncError('LEASE_LOST', 'The run has no lease on its service requests, so it writes nothing.');
}
