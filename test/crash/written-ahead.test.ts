import assert from 'node:assert/strict';
import type { Collection, Doc, PutOptions, Store } from '../../lib/store/store';
import type { PairDoc } from '../../lib/sync/pair';
import type { FaultRule } from '../../simulators/kit/faults';
import type { TwoSystems } from '../sync/headless/two-systems';
import { CMS_PLAY } from './cms-story';
import type { Interference, RemoteCall } from './lifeline';
import { RAPID_RESPONSE_PLAY } from './rapid-response-story';
import type { Play } from './story';
import { Stage } from './trial';

writtenAhead(CMS_PLAY);
writtenAhead(RAPID_RESPONSE_PLAY);

/** Sees to it that at each remote write what would find it again is on disk, not only in the system's cache. */
class Notary implements Interference {
  readonly unwritten: string[] = [];
  writes = 0;
  /** The pairs whose newest intent was asked to be on disk. */
  readonly #durable = new Set<string>();

  strike(call: RemoteCall): FaultRule | undefined {
    if (!call.writes) return undefined;
    this.writes += 1;
    if (this.#durable.size === 0) this.unwritten.push(`${call.side} ${call.operation}`);
    return undefined;
  }

  store(inner: Store): Store {
    const note = ({ _id, intent }: PairDoc, options?: PutOptions) => {
      if (intent && options?.durable) this.#durable.add(_id);
      else this.#durable.delete(_id);
    };
    const pairs = inner.collection<PairDoc>('pairs');
    const noted: Collection<PairDoc> = {
      get: (id) => pairs.get(id),
      find: (query) => pairs.find(query),
      count: (where) => pairs.count(where),
      scan: (where, batch) => pairs.scan(where, batch),
      remove: (id, options) => pairs.remove(id, options),
      removeWhere: (where) => pairs.removeWhere(where),
      insert: async (doc, options) => {
        const made = await pairs.insert(doc, options);
        note(made, options);
        return made;
      },
      put: async (doc, options) => {
        const made = await pairs.put(doc, options);
        note(made, options);
        return made;
      },
    };
    return {
      description: inner.description,
      leases: inner.leases,
      open: () => inner.open(),
      close: () => inner.close(),
      collection: <T extends Doc>(name: Parameters<Store['collection']>[0]) =>
        (name === 'pairs' ? noted : inner.collection<T>(name)) as unknown as Collection<T>,
    };
  }
}

function writtenAhead<W extends TwoSystems>(play: Play<W>): void {
  describe(`N6 the write-ahead step, ${play.title}`, function () {
    this.timeout(60_000);

    it('each outside write of the whole story has its intent on disk before it goes out', async () => {
      const stage = await Stage.open(play);
      try {
        let writes = 0;
        for (const chapter of play.chapters) {
          await chapter.meanwhile(stage.story);
          const notary = new Notary();
          await stage.process(chapter, notary);
          assert.deepEqual(notary.unwritten, [], chapter.title);
          writes += notary.writes;
        }
        assert.ok(writes > 20, `${writes} writes`);
      } finally {
        await stage.close();
      }
    });
  });
}
