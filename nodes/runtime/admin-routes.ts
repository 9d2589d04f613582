import type { Request } from 'express';
import type { NodeAPI } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { OutcomeName } from '../../lib/model/item';
import type { Engine } from '../../lib/sync/engine';
import { decideConflict, listConflicts } from '../../lib/sync/operations/conflicts';
import { searchCustomers } from '../../lib/sync/operations/customers';
import { decideHold, listAudit, listHolds } from '../../lib/sync/operations/holds';
import { decideLink, listLinks } from '../../lib/sync/operations/links';
import { listIntegrations, listRuns, readRun } from '../../lib/sync/operations/overview';
import { badRequest, notFound } from '../../lib/sync/operations/pages';
import { listParked, retryParked } from '../../lib/sync/operations/parked';
import { decidePending, listPending } from '../../lib/sync/operations/pending';
import { addEditorRoutes } from './editor-routes';
import { allEngines } from './engines';
import { bodyOf, choiceOf, optional, pageOf, queryText, routes, textOf, userOf } from './http-routes';
import { addMonitoringBillingRoutes } from './monitoring-billing-routes';
import { addPageRoutes } from './page-routes';
import { addServiceRequestRoutes } from './service-request-routes';
import { addSetupRoutes } from './setup-routes';
import { readTrigger } from './trigger';

/** The admin API below Node-RED's admin root, with Node-RED's own users (N3). Registered once per process. */
export function addAdminRoutes(RED: NodeAPI): void {
  const { get, getFile, post, registered } = routes(RED);
  if (registered) return;
  addEditorRoutes(RED);
  addPageRoutes(RED);
  addSetupRoutes(RED, { get });
  addMonitoringBillingRoutes({ get, getFile }, engine);
  addServiceRequestRoutes({ get, post }, engine);

  get('integrations', async () => listIntegrations(await engine()));
  post('integrations/:id/run', async (req, res) => {
    const { preview, customerIds } = readTrigger(bodyOf(req));
    const request = {
      cause: 'manual' as const,
      who: userOf(req),
      ...(preview ? { preview } : {}),
      ...(customerIds ? { customerIds } : {}),
    };
    const { runId } = (await engine()).request(idOf(req), request);
    res.status(202);
    return { runId };
  });

  get(
    'runs',
    async (req) => (await listRuns(await engine(), { ...pageOf(req), ...optional(req, 'integration') })).items,
  );
  get('runs/:id', async (req) => {
    const outcome = queryText(req, 'outcome') as OutcomeName | undefined;
    return readRun(await engine(), idOf(req), { ...pageOf(req), ...(outcome ? { outcome } : {}) });
  });
  post('runs/:id/stop', async (req) => {
    if (!(await engine()).stop(idOf(req), userOf(req))) throw notFound('run under way with this id');
    return { stopped: true };
  });

  get('pending', async (req) => listPending(await engine(), pageOf(req)));
  post('pending', async (req) => {
    const body = bodyOf(req);
    const { ids } = body;
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
      throw badRequest('Send {"ids": ["…"], "decision": "…"}.');
    const decision = choiceOf(body, 'decision', ['accept', 'reject', 'undo']);
    const items = [];
    for (const id of ids) items.push(await decidePending(await engine(), id, { decision }, userOf(req)));
    return { items };
  });
  post('pending/:id', async (req) => {
    const body = bodyOf(req);
    const decision = choiceOf(body, 'decision', ['accept', 'reject', 'reassign', 'undo']);
    return decidePending(await engine(), idOf(req), { decision, ...textOf(body, 'customerId') }, userOf(req));
  });

  get('customers', async (req) => searchCustomers(await engine(), pageOf(req)));

  get('conflicts', async (req) => listConflicts(await engine(), pageOf(req)));
  post('conflicts/:id', async (req) => {
    await decideConflict(
      await engine(),
      idOf(req),
      choiceOf(bodyOf(req), 'side', ['revio', 'monitoring']),
      userOf(req),
    );
    return { decided: true };
  });

  get('holds', async (req) => listHolds(await engine(), pageOf(req)));
  post('holds/:id', async (req) =>
    decideHold(await engine(), idOf(req), choiceOf(bodyOf(req), 'decision', ['approve', 'discard']), userOf(req)),
  );

  get('parked', async (req) => listParked(await engine(), pageOf(req)));
  post('parked/:id/retry', async (req) => {
    await retryParked(await engine(), idOf(req));
    return { retried: true };
  });

  get('links', async (req) => listLinks(await engine(), pageOf(req)));
  post('links/:id', async (req) => {
    const body = bodyOf(req);
    const action = choiceOf(body, 'action', ['unlink', 'relink', 'additional']);
    return decideLink(await engine(), idOf(req), { action, ...textOf(body, 'customerId') }, userOf(req));
  });

  get('audit', async (req) =>
    listAudit(await engine(), {
      ...pageOf(req),
      ...optional(req, 'who'),
      ...optional(req, 'key'),
      ...optional(req, 'runId'),
    }),
  );
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

function idOf(req: Request): string {
  return String(req.params.id ?? '');
}
