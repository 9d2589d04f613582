import type { Engine } from '../engine';
import type { PairDoc, PartySummary } from '../pair';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { notFound, type PageOf, type PageRequest } from './pages';

export interface ParkedView {
  id: string;
  account?: PartySummary;
  customer?: PartySummary;
  code: string;
  reason: string;
  attempts: number;
  since: string;
}

export async function listParked(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<ParkedView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: 'parked' },
    ...(q
      ? { text: { query: q, fields: ['account.name', 'customer.name', 'accountId', 'customerId', 'error.message'] } }
      : {}),
    sort: [{ field: 'updatedAt', descending: true }],
    offset,
    limit,
  });
  const view = ({ _id, account, customer, error, attempts, updatedAt }: PairDoc): ParkedView => ({
    id: _id,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    code: error?.code ?? '',
    reason: error?.message ?? '',
    attempts,
    since: iso(updatedAt),
  });
  return { total, items: items.map(view) };
}

/** The next run tries it again from where it was. */
export async function retryParked(engine: Engine, id: string): Promise<void> {
  await editPair(engine, id, (pair) => {
    if (pair.state !== 'parked') throw notFound('such parked record');
    return {
      state: pair.parkedFrom ?? 'unmatched',
      parkedFrom: undefined,
      attempts: 0,
      error: undefined,
      nextAttemptAt: undefined,
    };
  });
}
