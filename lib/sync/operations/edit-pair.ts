import { DealerSyncError } from '../../errors';
import type { Engine } from '../engine';
import type { PairDoc } from '../pair';
import { notFound } from './pages';

/**
 * Puts a person's word into a pair. A run may be writing the same document: then it is read again, so that neither the
 * word nor the step is lost.
 */
export async function editPair(
  engine: Engine,
  id: string,
  edit: (pair: PairDoc) => Partial<PairDoc>,
): Promise<PairDoc> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  for (let attempt = 0; ; attempt++) {
    const pair = await pairs.get(id);
    if (!pair) throw notFound('such record');
    try {
      const saved = await pairs.put({ ...pair, ...edit(pair), updatedAt: engine.clock.now() }, { durable: true });
      engine.emit('changed');
      return saved;
    } catch (error) {
      if (!(error instanceof DealerSyncError && error.code === 'STALE') || attempt >= 5) throw error;
    }
  }
}
