import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import { describeStore } from '../store-contract';

describeStore('NeDB store', async (clock) => {
  const dir = await mkdtemp(join(tmpdir(), 'dealer-sync-store-'));
  return {
    async open() {
      const store = createNedbStore({ dir, clock });
      await store.open();
      return store;
    },
    dispose: () => rm(dir, { recursive: true }),
  };
});
