import { DealerSyncError } from '../errors';

/** The errors of a store that more than one module raises. Each sentence says what to do. */

export function leaseLost(space: string): DealerSyncError {
  return new DealerSyncError(
    'LEASE_LOST',
    `This run no longer holds the lease on "${space}", so it stops writing. A newer run carries on; nothing needs doing.`,
    { cause: { system: 'store', operation: 'lease' } },
  );
}

export function storeClosed(): DealerSyncError {
  return new DealerSyncError('STORE_CLOSED', 'The store is not open. Deploy again, or restart Node-RED.', {
    cause: { system: 'store' },
  });
}

export function duplicate(collection: string, field: string): DealerSyncError {
  return new DealerSyncError(
    'DUPLICATE',
    `Another record of ${collection} has the same ${field} already. Change that one, or remove it first.`,
    { cause: { system: 'store', operation: `write ${collection}`, field } },
  );
}

export function stale(collection: string): DealerSyncError {
  return new DealerSyncError(
    'STALE',
    `This record of ${collection} was changed or removed meanwhile. Read it again and repeat the change.`,
    { cause: { system: 'store', operation: `write ${collection}` } },
  );
}
