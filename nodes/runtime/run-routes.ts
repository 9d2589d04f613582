import type { NodeAPI } from 'node-red';
import type { Engine } from '../../lib/sync/engine';
import type { Integration } from '../../lib/sync/integration';
import { listIntegrations, listRuns } from '../../lib/sync/operations/overview';
import { listCalls, readRun, stopRun } from '../../lib/sync/operations/run-detail';
import { bodyOf, idOf, optional, optionalFlag, pageOf, type routes, userOf } from './http-routes';
import { setupOf } from './setup';
import { readTrigger } from './trigger';

/** Integrations, and the runs of each. */
export function addRunRoutes(
  RED: NodeAPI,
  { get, post }: Pick<ReturnType<typeof routes>, 'get' | 'post'>,
  engine: () => Promise<Engine>,
): void {
  const missing = (integration: Integration) => setupOf(RED, integration).missing.length;
  get('integrations', async () => listIntegrations(await engine(), missing));
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
  get('runs/:id', async (req) =>
    readRun(await engine(), idOf(req), {
      ...pageOf(req),
      ...optional(req, 'outcome'),
      ...optional(req, 'action'),
      ...optional(req, 'keys'),
    }),
  );
  get('runs/:id/calls', async (req) =>
    listCalls(await engine(), idOf(req), { ...pageOf(req), ...optionalFlag(req, 'failed') }),
  );
  post('runs/:id/stop', async (req) => {
    bodyOf(req);
    await stopRun(await engine(), idOf(req), userOf(req));
    return { stopped: true };
  });
}
