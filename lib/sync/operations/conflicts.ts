import type { Engine } from '../engine';
import type { Conflict, PairDoc, PartySummary } from '../pair';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { notFound, type PageOf, type PageRequest } from './pages';

export interface ConflictView extends Omit<Conflict, 'since' | 'decision'> {
  id: string;
  pairId: string;
  accountRecord?: PartySummary;
  customerRecord?: PartySummary;
  since: string;
  decision?: { side: 'revio' | 'monitoring'; by: string; at: string };
}

export async function listConflicts(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<ConflictView>> {
  const views: ConflictView[] = [];
  const { items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { conflictCount: { gt: 0 } },
    ...(q ? { text: { query: q, fields: ['account.name', 'customer.name', 'accountId', 'customerId'] } } : {}),
    sort: [{ field: 'account.name' }],
  });
  for (const pair of items) {
    for (const { since, decision, ...conflict } of pair.conflicts) {
      views.push({
        id: `${pair._id}.${conflict.field}`,
        pairId: pair._id,
        ...(pair.account ? { accountRecord: pair.account } : {}),
        ...(pair.customer ? { customerRecord: pair.customer } : {}),
        ...conflict,
        since: iso(since),
        ...(decision ? { decision: { ...decision, at: iso(decision.at) } } : {}),
      });
    }
  }
  return { total: views.length, items: views.slice(offset, offset + limit) };
}

/** One side is chosen; the next run writes it to the other, if both still say what the person saw. */
export async function decideConflict(
  engine: Engine,
  id: string,
  side: 'revio' | 'monitoring',
  user: string,
): Promise<void> {
  const dot = id.lastIndexOf('.');
  const field = id.slice(dot + 1);
  await editPair(engine, id.slice(0, dot), (pair) => {
    if (!pair.conflicts.some((conflict) => conflict.field === field)) throw notFound('such conflict');
    const decision = { side, by: user, at: engine.clock.now() };
    return {
      conflicts: pair.conflicts.map((conflict) => (conflict.field === field ? { ...conflict, decision } : conflict)),
    };
  });
}
