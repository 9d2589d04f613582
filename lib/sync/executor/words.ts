import { DealerSyncError } from '../../errors';
import type { PairDoc } from '../pair';

/**
 * A run plans from the pairs as they were when it began, and a person may have said something else since: accepted and
 * then rejected, chosen the other side, taken a wish back. Their last word counts (S16), so nothing is carried out that was
 * planned by an earlier one; the next run plans anew.
 *
 * @throws DealerSyncError STALE
 */
export function assertSameWords(planned: PairDoc, stored: PairDoc): void {
  if (planned.rev === stored.rev || wordsOf(planned) === wordsOf(stored)) return;
  throw new DealerSyncError(
    'STALE',
    'Somebody decided on this record while the run was under way. Their word stands, and the next run takes it up.',
  );
}

/** All that people say of a pair. */
function wordsOf({ decision, rejected, restore, conflicts }: PairDoc): string {
  return JSON.stringify([
    decision,
    rejected,
    restore,
    conflicts.map((conflict) => [conflict.field, conflict.decision]),
  ]);
}
