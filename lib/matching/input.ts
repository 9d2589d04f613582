import { DealerSyncError } from '../errors';

/** Throws `BAD_INPUT` unless this is a list; what is in it may be anything. */
export function checkList(value: unknown, what: 'accounts' | 'customers'): void {
  if (Array.isArray(value)) return;
  const given = value === null ? 'null' : typeof value;
  throw new DealerSyncError(
    'BAD_INPUT',
    `Matching needs a list of ${what}, but was given ${given}. Send an array of records.`,
    { cause: { field: what } },
  );
}
