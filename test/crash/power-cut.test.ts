import assert from 'node:assert/strict';
import type { Collection, CollectionName, Doc, PutOptions, Store } from '../../lib/store/store';
import type { TwoSystems } from '../sync/headless/two-systems';
import { CMS_PLAY } from './cms-story';
import { Lifeline } from './lifeline';
import { RAPID_RESPONSE_PLAY } from './rapid-response-story';
import type { SnapshotStore, StoreSnapshot } from './snapshot-store';
import type { Play } from './story';
import { difference, Stage } from './trial';

powerCut(CMS_PLAY);
powerCut(RAPID_RESPONSE_PLAY);

/** A lifeline over a disk whose cache is lost with it: of each file what was written after its last fsync. */
class PowerLine extends Lifeline {
  readonly #onDisk: StoreSnapshot;

  constructor(
    deathAt: number,
    private readonly disk: SnapshotStore,
    onDisk: StoreSnapshot,
  ) {
    super(deathAt);
    this.#onDisk = new Map(onDisk);
  }

  override store(inner: Store): Store {
    return super.store({
      description: inner.description,
      leases: inner.leases,
      open: () => inner.open(),
      close: () => inner.close(),
      collection: <T extends Doc>(name: CollectionName) => this.#noting(name, inner.collection<T>(name)),
    });
  }

  /** The power is back. */
  lose(): Promise<void> {
    return this.disk.restore(this.#onDisk);
  }

  #noting<T extends Doc>(name: CollectionName, own: Collection<T>): Collection<T> {
    const synced = async <R>(write: Promise<R>, options?: PutOptions): Promise<R> => {
      const result = await write;
      if (options?.durable) this.#onDisk.set(name, (await this.disk.collection(name).find()).items);
      return result;
    };
    return {
      get: (id) => own.get(id),
      find: (query) => own.find(query),
      count: (where) => own.count(where),
      scan: (where, batch) => own.scan(where, batch),
      insert: (doc, options) => synced(own.insert(doc, options), options),
      put: (doc, options) => synced(own.put(doc, options), options),
      remove: (id, options) => synced(own.remove(id, options), options),
      removeWhere: (where) => own.removeWhere(where),
    };
  }
}

function powerCut<W extends TwoSystems>(play: Play<W>): void {
  describe(`N6, S6, S22 a power cut before and after each outside write, ${play.title}`, function () {
    this.timeout(600_000);
    let stage: Stage<W>;
    let tried = 0;
    before(async () => {
      stage = await Stage.open(play);
      await stage.playThrough();
    });
    after(async () => {
      console.log(`      ${tried} power cuts tried`);
      await stage.close();
    });

    play.chapters.forEach((chapter, index) => {
      it(`${chapter.title}: what was not on disk is lost, and it ends as if nothing had happened`, async () => {
        const { scene, points, expected } = stage.unbroken(index);
        const outside = new RegExp(`^(before|after) (${stage.world.stationName}|revio) `);
        const failures: string[] = [];
        for (const [at, point] of points.entries()) {
          if (!outside.test(point)) continue;
          await stage.set(scene);
          const line = new PowerLine(at + 1, stage.store, scene.store);
          await stage.process(chapter, line);
          await line.lose();
          const turn = play.turns[at % play.turns.length] ?? 0;
          const wrong = difference(await stage.afterwards(chapter, play.afterKill, { turn }), expected);
          if (wrong) failures.push(`power cut at point ${at + 1}, ${point}: ${wrong}`);
          const missing = await stage.untold();
          if (missing.length) failures.push(`power cut at point ${at + 1}, ${point}: S22: ${missing.join(', ')}`);
          tried += 1;
        }
        assert.equal(failures.length, 0, failures.join('\n'));
      });
    });
  });
}
