import type { IntegrationView } from '../../../lib/sync/operations/overview';
import { WAITING, type Waiting, waitingOf } from '../../kit/waiting';

/** How it stands with everything, for the one sentence on top. */
export interface Standing {
  waiting: { kind: Waiting; path: string; count: number }[];
  /** All of it together. */
  total: number;
  /** Integrations whose last run ended with an error. */
  failed: { id: string; name: string; runId: string }[];
  /** Integrations that lack a setting, and so cannot run. */
  incomplete: { id: string; name: string }[];
  /** Integrations with a schedule of their own that have never run. */
  neverRun: number;
}

export function standingOf(integrations: readonly IntegrationView[]): Standing {
  const waiting = WAITING.map((one) => ({ ...one, count: waitingOf(one.kind, integrations) })).filter(
    ({ count }) => count > 0,
  );
  const failed = integrations.flatMap(({ id, name, lastRun }) =>
    lastRun?.state === 'failed' ? [{ id, name, runId: lastRun.id }] : [],
  );
  return {
    waiting,
    total: waiting.reduce((sum, { count }) => sum + count, 0),
    failed,
    incomplete: integrations.filter(({ setup }) => setup.missing > 0).map(({ id, name }) => ({ id, name })),
    neverRun: integrations.filter(({ lastRun, needsCustomers }) => !lastRun && !needsCustomers).length,
  };
}
