import type { NodeAPI } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { Engine } from '../../lib/sync/engine';
import { addEditorRoutes } from './editor-routes';
import { allEngines } from './engines';
import { eventStream } from './event-stream';
import { addHostRoute } from './host-routes';
import { routes } from './http-routes';
import { addMonitoringBillingRoutes } from './monitoring-billing-routes';
import { addPageRoutes } from './page-routes';
import { addRecordRoutes } from './record-routes';
import { addReviewRoutes } from './review-routes';
import { addRunRoutes } from './run-routes';
import { addServiceRequestRoutes } from './service-request-routes';
import { addSessionRoute } from './session-routes';
import { addSetupRoutes } from './setup-routes';

/** The admin API below Node-RED's admin root, with Node-RED's own users (N3). Registered once per process. */
export function addAdminRoutes(RED: NodeAPI): void {
  const { registered, ...add } = routes(RED);
  if (registered) return;
  addEditorRoutes(RED);
  addPageRoutes(RED);
  addSetupRoutes(RED, add);
  addSessionRoute(RED, add);
  addHostRoute(add);
  addRunRoutes(RED, add, engine);
  addReviewRoutes(add, engine);
  addRecordRoutes(add, engine);
  addMonitoringBillingRoutes(add, engine);
  addServiceRequestRoutes(add, engine);
  add.stream('events', (_req, res) => eventStream.add(res));
}

/**
 * All flows share one store; with several deployed, the first one that has integrations answers. Asked just after a
 * deploy, the answer waits for the store; one that cannot be opened says why.
 */
async function engine(): Promise<Engine> {
  const engines = allEngines();
  const [first] = [...engines].sort((a, b) => b.list().length - a.list().length);
  if (first) {
    await first.open();
    return first;
  }
  throw new DealerSyncError('NO_STORE', 'No sync-store is deployed: import a dealer-sync flow, and deploy it.');
}
