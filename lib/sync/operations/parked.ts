import type { Engine } from '../engine';
import type { PairDoc, PairError, PartySummary } from '../pair';
import { adviceFor } from './advice';
import { editPair, type PairEdit, savePair } from './edit-pair';
import { iso } from './overview';
import { notFound, type PageOf, type PageRequest } from './pages';
import { placeOf } from './spaces';

export interface ParkedView {
  id: string;
  space: string;
  /** Of the account: `CMS`. */
  system?: string;
  account?: PartySummary;
  customer?: PartySummary;
  code: string;
  reason: string;
  /** What to do, in a sentence. */
  advice: string;
  attempts: number;
  since: string;
}

export async function listParked(
  engine: Engine,
  { q, space, offset, limit }: PageRequest & { space?: string },
): Promise<PageOf<ParkedView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: 'parked', ...(space ? { space } : {}) },
    ...(q
      ? { text: { query: q, fields: ['account.name', 'customer.name', 'accountId', 'customerId', 'error.message'] } }
      : {}),
    sort: [{ field: 'updatedAt', descending: true }],
    offset,
    limit,
  });
  const place = placeOf(engine);
  return { total, items: items.map((pair) => ({ ...parkedView(pair), ...place(pair.space) })) };
}

const UNKNOWN: PairError = { code: '', message: '', at: 0, transient: false };

function parkedView({ _id, account, customer, error = UNKNOWN, attempts, updatedAt }: PairDoc) {
  return {
    id: _id,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    code: error.code,
    reason: error.message,
    advice: adviceFor(error),
    attempts,
    since: iso(updatedAt),
  };
}

/** The next run tries it again from where it was. */
export async function retryParked(engine: Engine, id: string, user: string): Promise<void> {
  await editPair(engine, id, { user, topics: ['parked'] }, (pair) => {
    if (pair.state !== 'parked') throw notFound('such parked record');
    return retried(pair);
  });
}

/**
 * The same for many, or for all that are parked. One that is parked no more is left out.
 * @returns how many are tried again
 */
export async function retryManyParked(
  engine: Engine,
  which: { ids: string[] } | { all: true },
  user: string,
): Promise<number> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  let count = 0;
  for (const id of 'ids' in which ? which.ids : await parkedIds(engine)) {
    if ((await pairs.get(id))?.state !== 'parked') continue;
    await savePair(engine, id, user, (pair) => (pair.state === 'parked' ? retried(pair) : undefined));
    count += 1;
  }
  engine.emit('changed', ['parked', 'integrations', 'audit']);
  return count;
}

async function parkedIds(engine: Engine): Promise<string[]> {
  const ids: string[] = [];
  for await (const pairs of engine.store.collection<PairDoc>('pairs').scan({ state: 'parked' })) {
    for (const { _id } of pairs) ids.push(_id);
  }
  return ids;
}

function retried({ parkedFrom, error }: PairDoc): PairEdit {
  return {
    change: {
      state: parkedFrom ?? 'unmatched',
      parkedFrom: undefined,
      attempts: 0,
      error: undefined,
      nextAttemptAt: undefined,
    },
    traces: [{ entity: 'parked', decision: 'retry', before: error ? { code: error.code, reason: error.message } : {} }],
  };
}
