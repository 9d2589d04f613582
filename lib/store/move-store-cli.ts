#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asDealerSyncError, DealerSyncError } from '../errors';
import { moveStore } from './move-store';
import { createNedbStore } from './nedb/nedb-store';
import { createPostgresStore } from './postgres/postgres-store';

const USAGE = `dealer-sync-move-store --from <folder> [--to <PostgreSQL URL>]

Copies the store in a folder into an empty PostgreSQL database, and compares every record afterwards. The folder is left as
it is. Stop every Node-RED that uses either of them first.

  --from  the folder of the store: DEALER_SYNC_DIR, or dealer-sync in Node-RED's user directory
  --to    postgres://user:password@host:5432/database; by default DEALER_SYNC_POSTGRES_URL, which other users of the
          machine cannot see in the list of processes`;

async function main(args: string[]): Promise<void> {
  const { from, to, help } = readArgs(args);
  if (help) {
    console.log(USAGE);
    return;
  }
  if (!from || !to) throw new DealerSyncError('USAGE', USAGE);
  // Opening would make an empty store of a mistyped folder.
  if (!existsSync(join(from, 'pairs.db'))) {
    throw new DealerSyncError('NO_SUCH_STORE', `There is no store in ${from}: it would hold the file pairs.db.`);
  }
  const source = createNedbStore({ dir: from, onNotice: (sentence) => console.error(sentence) });
  const target = createPostgresStore({ url: to });
  await source.open();
  try {
    await target.open();
    const moved = await moveStore(source, target, ({ collection, documents }) =>
      console.log(`${collection}: ${documents} copied`),
    );
    const all = moved.reduce((sum, { documents }) => sum + documents, 0);
    console.log(`${all} records are in ${target.description}, each compared with its original.`);
    console.log('Now set DEALER_SYNC_POSTGRES_URL, or the URL in the sync store, for Node-RED, and start it.');
  } finally {
    await target.close();
    await source.close();
  }
}

function readArgs(args: string[]): { from?: string; to?: string; help?: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
    });
    return { to: process.env.DEALER_SYNC_POSTGRES_URL ?? '', ...values };
  } catch {
    throw new DealerSyncError('USAGE', USAGE);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(asDealerSyncError(error).message);
  process.exitCode = 1;
});
