import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import { asDealerSyncError } from '../../lib/errors';
import { CallCounter } from '../../lib/http/call-counts';
import { shareCalls } from '../../lib/http/hosts';
import { chooseStore } from '../../lib/store/open-store';
import { Engine } from '../../lib/sync/engine';
import { prune } from '../../lib/sync/retention';
import { addAdminRoutes } from '../runtime/admin-routes';
import { addEngine, removeEngine } from '../runtime/engines';
import { fieldOrEnv, numberOr } from '../runtime/settings';
import { NodeStatus } from '../runtime/status';
import type { SyncStoreNode } from '../runtime/store-config';

interface Fields extends NodeDef {
  dir: string;
  keepRunsDays: string;
  keepAuditDays: string;
}

/** How long a run's lease lasts unless renewed, if nothing else is set. */
const LEASE_SECONDS = 60;
/** How often old history is let go of. */
const PRUNE_MS = 6 * 3_600_000;

export = (RED: NodeAPI) => {
  addAdminRoutes(RED);

  function SyncStore(this: SyncStoreNode & { credentials?: { postgresUrl?: string } }, config: Fields) {
    RED.nodes.createNode(this, config);
    const status = new NodeStatus(RED, this);
    const store = chooseStore(
      {
        dir: fieldOrEnv(RED, this, config.dir, 'DEALER_SYNC_DIR') || defaultFolder(RED),
        postgresUrl: fieldOrEnv(RED, this, this.credentials?.postgresUrl, 'DEALER_SYNC_POSTGRES_URL'),
        onNotice: (sentence) => this.warn(sentence),
      },
      systemClock,
    );
    this.engine = new Engine({
      store,
      clock: systemClock,
      newId: randomUUID,
      // A folder's lock lets one process in, so a restart after a crash need not wait for its own lease to end.
      holder: store.sharing ? `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}` : 'this-folder',
      leaseMs: numberOr(fieldOrEnv(RED, this, '', 'DEALER_SYNC_LEASE_SECONDS'), LEASE_SECONDS) * 1000,
      newCallTally: () => new CallCounter(),
    });
    addEngine(this.engine);
    const keepToOneself = store.sharing ? shareCalls(store.sharing.callBudget) : () => {};
    const keep = { runsDays: numberOr(config.keepRunsDays, 90), auditDays: numberOr(config.keepAuditDays, 400) };
    const tidy = () => prune(store, keep, systemClock.now()).catch((error: Error) => this.warn(error.message));
    const opened = () => {
      status.done(store.sharing ? 'postgres' : 'files');
      return tidy();
    };
    const failed = (error: unknown) => {
      const failure = asDealerSyncError(error);
      status.failed(failure.code);
      this.error(failure);
    };
    this.engine.open().then(opened, failed);
    const timer = setInterval(tidy, PRUNE_MS);
    timer.unref();

    this.on('close', (done: () => void) => {
      clearInterval(timer);
      keepToOneself();
      this.engine
        .close()
        .catch((error: Error) => this.error(error))
        .finally(() => {
          removeEngine(this.engine);
          done();
        });
    });
  }
  RED.nodes.registerType('dealer-sync-sync-store', SyncStore as (this: Node, config: NodeDef) => void, {
    credentials: { postgresUrl: { type: 'password' } },
  });
};

function defaultFolder(RED: NodeAPI): string {
  return join(RED.settings.userDir ?? '.', 'dealer-sync');
}
