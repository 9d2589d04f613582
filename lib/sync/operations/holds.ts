import { keysOfScope } from '../../dealer-feed/run/hold-book';
import type { Engine } from '../engine';
import type { PlanDoc } from '../run-history';
import { tellDecision } from './decision-trace';
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
  plan: { counts: PlanDoc['counts'] };
  /** Of a plan for only some of the run's records: how their keys begin. */
  keys?: string;
}

export interface HoldFilter extends PageRequest {
  integration?: string;
}

export async function listHolds(engine: Engine, { integration, offset, limit }: HoldFilter): Promise<PageOf<HoldView>> {
  const { total, items } = await engine.store.collection<PlanDoc>('plans').find({
    where: { state: 'held', ...(integration ? { integration } : {}) },
    sort: [{ field: 'at', descending: true }],
    offset,
    limit,
  });
  return { total, items: items.map(holdView) };
}

/** One that waits for its approval; its records are those of its run. */
export async function readHold(engine: Engine, id: string): Promise<HoldView> {
  const plan = await engine.store.collection<PlanDoc>('plans').get(id);
  if (plan?.state !== 'held') throw notFound('such held run');
  return holdView(plan);
}

function holdView({ _id, runId, integration, title, reasons, counts, at, scope }: PlanDoc): HoldView {
  return {
    ...{ id: _id, runId, integration, name: title, reasons, counts, since: iso(at), plan: { counts } },
    ...(scope === undefined ? {} : { keys: keysOfScope(scope) }),
  };
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
  await tellDecision(engine, `${id}.${plan.rev + 1}.decided`, {
    who: user,
    entity: 'hold',
    entityId: id,
    decision,
    before: { reasons: plan.reasons.join(' ') },
    runId: plan.runId,
    integration: plan.integration,
  });
  await plans.put(
    { ...plan, state: decision === 'approve' ? 'approved' : 'discarded', decidedBy: user },
    { durable: true },
  );
  engine.emit('changed', ['holds', 'integrations', 'audit']);
  if (decision === 'discard') return {};
  const { runId } = engine.request(plan.integration, { cause: 'manual', who: user, approvedHash: plan.hash });
  return { runId };
}
