import type { Engine } from '../engine';
import type { AuditEntry } from '../executor/audit';
import type { PlanDoc } from '../run-history';
import { iso } from './overview';
import { notFound, type PageOf, type PageRequest } from './pages';

export interface HoldView {
  id: string;
  runId: string;
  integration: string;
  name: string;
  reasons: string[];
  counts: PlanDoc['counts'];
  since: string;
}

export async function listHolds(engine: Engine, { offset, limit }: PageRequest): Promise<PageOf<HoldView>> {
  const { total, items } = await engine.store
    .collection<PlanDoc>('plans')
    .find({ where: { state: 'held' }, sort: [{ field: 'at', descending: true }], offset, limit });
  const view = ({ _id, runId, integration, title, reasons, counts, at }: PlanDoc): HoldView => ({
    id: _id,
    runId,
    integration,
    name: title,
    reasons,
    counts,
    since: iso(at),
  });
  return { total, items: items.map(view) };
}

/** Approving starts a run in which exactly the guarded actions of that plan may pass (S10). */
export async function decideHold(
  engine: Engine,
  id: string,
  decision: 'approve' | 'discard',
  user: string,
): Promise<{ runId?: string }> {
  const plans = engine.store.collection<PlanDoc>('plans');
  const plan = await plans.get(id);
  if (plan?.state !== 'held') throw notFound('such held run');
  await plans.put(
    { ...plan, state: decision === 'approve' ? 'approved' : 'discarded', decidedBy: user },
    { durable: true },
  );
  engine.emit('changed');
  if (decision === 'discard') return {};
  const { runId } = engine.request(plan.integration, { cause: 'manual', who: user, approvedHash: plan.hash });
  return { runId };
}

export type AuditView = Omit<AuditEntry, '_id' | 'rev' | 'at'> & { id: string; at: string };

/** Newest first. */
export async function listAudit(
  engine: Engine,
  { q, offset, limit, who, key, runId }: PageRequest & { who?: string; key?: string; runId?: string },
): Promise<PageOf<AuditView>> {
  const { total, items } = await engine.store.collection<AuditEntry>('audit').find({
    where: { ...(who ? { who } : {}), ...(key ? { key } : {}), ...(runId ? { runId } : {}) },
    ...(q ? { text: { query: q, fields: ['key', 'entityId', 'entity', 'operation', 'who', 'reason'] } } : {}),
    sort: [{ field: 'at', descending: true }],
    offset,
    limit,
  });
  return { total, items: items.map(({ _id, rev: _rev, at, ...entry }) => ({ id: _id, ...entry, at: iso(at) })) };
}
