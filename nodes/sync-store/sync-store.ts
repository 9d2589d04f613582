import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import { CallCounter } from '../../lib/http/call-counts';
import { chooseStore } from '../../lib/store/open-store';
import { Engine } from '../../lib/sync/engine';
import { prune } from '../../lib/sync/retention';
import { addAdminRoutes } from '../runtime/admin-routes';
import { addEngine, removeEngine } from '../runtime/engines';
import { fieldOrEnv, numberOr } from '../runtime/settings';
import type { SyncStoreNode } from '../runtime/store-config';

interface Fields extends NodeDef {
  dir: string;
  keepRunsDays: string;
  keepAuditDays: string;
}

/** How often old history is let go of. */
const PRUNE_MS = 6 * 3_600_000;

export = (RED: NodeAPI) => {
  addAdminRoutes(RED);

  function SyncStore(this: SyncStoreNode, config: Fields) {
    RED.nodes.createNode(this, config);
    const store = chooseStore(
      {
        dir: fieldOrEnv(RED, this, config.dir, 'DEALER_SYNC_DIR') || defaultFolder(RED),
        postgresUrl: fieldOrEnv(RED, this, '', 'DEALER_SYNC_POSTGRES_URL'),
        onNotice: (sentence) => this.warn(sentence),
      },
      systemClock,
    );
    this.engine = new Engine({
      store,
      clock: systemClock,
      newId: randomUUID,
      // The folder's lock lets one process in, so a restart after a crash need not wait for its own lease to end.
      holder: 'this-folder',
      newCallTally: () => new CallCounter(),
    });
    addEngine(this.engine);
    const keep = { runsDays: numberOr(config.keepRunsDays, 90), auditDays: numberOr(config.keepAuditDays, 400) };
    const tidy = () => prune(store, keep, systemClock.now()).catch((error: Error) => this.warn(error.message));
    this.engine.open().then(tidy, (error: Error) => this.error(error));
    const timer = setInterval(tidy, PRUNE_MS);
    timer.unref();

    this.on('close', (done: () => void) => {
      clearInterval(timer);
      this.engine
        .close()
        .catch((error: Error) => this.error(error))
        .finally(() => {
          removeEngine(this.engine);
          done();
        });
    });
  }
  RED.nodes.registerType('dealer-sync-sync-store', SyncStore as (this: Node, config: NodeDef) => void);
};

function defaultFolder(RED: NodeAPI): string {
  return join(RED.settings.userDir ?? '.', 'dealer-sync');
}
