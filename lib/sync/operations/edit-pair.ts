import { DealerSyncError } from '../../errors';
import type { Engine } from '../engine';
import type { PairDoc } from '../pair';
import type { Topic } from '../topics';
import { keyOfPair, type Trace, tellDecision, untell } from './decision-trace';
import { notFound } from './pages';

/** What a person's word changes, and how it is told. */
export interface PairEdit {
  change: Partial<PairDoc>;
  traces: Pick<Trace, 'entity' | 'decision' | 'chosen' | 'before'>[];
}

const MAX_TRIES = 5;

/**
 * Puts a person's word into a pair, and tells it in the audit. A run may be writing the same document: then it is read
 * again, so that neither the word nor the step is lost.
 */
export async function editPair(
  engine: Engine,
  id: string,
  { user, topics }: { user: string; topics: readonly Topic[] },
  edit: (pair: PairDoc) => PairEdit,
): Promise<PairDoc> {
  const saved = await savePair(engine, id, user, edit);
  engine.emit('changed', [...topics, 'integrations', 'audit']);
  return saved;
}

/**
 * The same for one of many: who does it tells of the change once, at the end.
 * @param edit undefined = it is not to be changed after all
 */
export async function savePair(
  engine: Engine,
  id: string,
  user: string,
  edit: (pair: PairDoc) => PairEdit | undefined,
): Promise<PairDoc> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  for (let tries = 1; ; tries += 1) {
    const pair = await pairs.get(id);
    if (!pair) throw notFound('such record');
    const edited = edit(pair);
    if (!edited) return pair;
    const { change, traces } = edited;
    const about = { who: user, entityId: id, pairId: id, space: pair.space, key: keyOfPair(pair) };
    const told = traces.map((trace, index) => ({ id: `${id}.${pair.rev + 1}.decided${index || ''}`, trace }));
    for (const one of told) await tellDecision(engine, one.id, { ...about, ...one.trace });
    try {
      return await pairs.put({ ...pair, ...change, updatedAt: engine.clock.now() }, { durable: true });
    } catch (error) {
      for (const one of told) await untell(engine, one.id);
      if (!(error instanceof DealerSyncError && error.code === 'STALE') || tries > MAX_TRIES) throw error;
    }
  }
}
