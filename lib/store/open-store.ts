import type { Clock } from '../clock';
import { DealerSyncError } from '../errors';
import { createNedbStore } from './nedb/nedb-store';
import { createPostgresStore } from './postgres/postgres-store';
import type { Store } from './store';

export interface StoreSettings {
  /** Folder of the NeDB files. */
  dir?: string;
  /** Given: PostgreSQL, whatever `dir` says. Holds a password, so it is never shown. */
  postgresUrl?: string;
  /** One sentence for the log. */
  onNotice?: (sentence: string) => void;
}

/**
 * Chooses the store by the settings. It is not open yet: {@link Store.open} does that.
 * @throws DealerSyncError `STORE_NOT_SET`
 */
export function chooseStore({ dir, postgresUrl, onNotice }: StoreSettings, clock: Clock): Store {
  if (postgresUrl) return createPostgresStore({ url: postgresUrl });
  if (!dir) {
    throw new DealerSyncError('STORE_NOT_SET', 'Set the folder of the store, in its node or as DEALER_SYNC_DIR.', {
      cause: { system: 'store', operation: 'open' },
    });
  }
  return createNedbStore({ dir, clock, ...(onNotice ? { onNotice } : {}) });
}
