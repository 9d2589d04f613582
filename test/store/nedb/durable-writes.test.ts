import assert from 'node:assert/strict';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { NedbStore } from '../../../lib/store/nedb/nedb-store';
import { failsWith, type TestDoc } from '../store-contract';
import { Child, freshFolder, withStore } from './folder';

describe('NeDB store: durable writes', () => {
  const folder = freshFolder();
  const pairsOf = (store: NedbStore) => store.collection<TestDoc>('pairs');

  /** Stands between the store and the system's fdatasync: counts, takes its time and fails when told to. */
  const disk = { syncs: 0, ms: 0, inodes: new Set<number>(), failure: undefined as Error | undefined };
  let handles: FileHandle;
  let datasync: FileHandle['datasync'];

  beforeEach(async () => {
    Object.assign(disk, { syncs: 0, ms: 0, inodes: new Set(), failure: undefined });
    const handle = await open(__filename);
    handles = Object.getPrototypeOf(handle);
    await handle.close();
    datasync = handles.datasync;
    handles.datasync = async function (this: FileHandle) {
      if (disk.failure) throw disk.failure;
      if (disk.ms > 0) await delay(disk.ms);
      await datasync.call(this);
      disk.inodes.add((await this.stat()).ino);
      disk.syncs += 1;
    };
  });
  afterEach(() => {
    handles.datasync = datasync;
  });

  it('N6: a durable write resolves after its fsync, another waits for none', async () => {
    await withStore(folder.path, async (store) => {
      const doc = await pairsOf(store).insert({ _id: 'a' });
      assert.equal(disk.syncs, 0);
      const put = await pairsOf(store).put(doc, { durable: true });
      assert.equal(disk.syncs, 1);
      await pairsOf(store).insert({ _id: 'b' }, { durable: true });
      await pairsOf(store).remove('a', { durable: true });
      assert.deepEqual([disk.syncs, put.rev], [3, 2]);
      await store.leases.acquire('cms', 'A', 1_000);
      assert.equal(disk.syncs, 4, 'a lease is durable before anybody acts on it');
    });
  });

  it('N6: many durable writes at once share fsyncs, each begun after its write', async () => {
    await withStore(folder.path, async (store) => {
      disk.ms = 20;
      const started: number[] = [];
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          await pairsOf(store).insert({ _id: `p${index}` }, { durable: true });
          started.push(disk.syncs);
        }),
      );
      assert.ok(Math.min(...started) >= 1);
      assert.ok(disk.syncs <= 30, `${disk.syncs} fsyncs for 100 writes`);
    });
  });

  it('N6: after a compaction it is the new file that is synced', async () => {
    await withStore(folder.path, async (store) => {
      await pairsOf(store).insert({ _id: 'a' }, { durable: true });
      await store.compact();
      await pairsOf(store).insert({ _id: 'b' }, { durable: true });
      const file = await open(folder.file('pairs.db'));
      const { ino } = await file.stat();
      await file.close();
      assert.ok(disk.inodes.has(ino));
      assert.equal(disk.inodes.size, 2);
    });
  });

  it('N5: when fsync fails the write is taken back, and the next one rewrites the file', async () => {
    await withStore(folder.path, async (store) => {
      const pairs = pairsOf(store);
      const a = await pairs.insert({ _id: 'a', state: 'old' });
      await pairs.insert({ _id: 'c' });
      disk.failure = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
      await assert.rejects(pairs.put({ ...a, state: 'new' }, { durable: true }), failsWith('STORE_UNWRITABLE'));
      await assert.rejects(pairs.insert({ _id: 'b' }, { durable: true }), failsWith('STORE_UNWRITABLE', 'pairs.db'));
      await assert.rejects(pairs.remove('c', { durable: true }), failsWith('STORE_UNWRITABLE'));
      assert.deepEqual(
        (await pairs.find()).items.map(({ _id, rev, state }) => [_id, rev, state]),
        [
          ['a', 1, 'old'],
          ['c', 1, undefined],
        ],
      );
      disk.failure = undefined;
      await pairs.put({ ...a, state: 'newer' }, { durable: true });
    });
    const items = await withStore(folder.path, async (store) => (await pairsOf(store).find()).items);
    assert.deepEqual(items, [
      { _id: 'a', rev: 2, state: 'newer' },
      { _id: 'c', rev: 1 },
    ]);
  });

  it('N6, S6: kill -9 right after a write, and everything that was told is there', async function () {
    this.timeout(10_000);
    const child = new Child(folder.path);
    try {
      assert.equal(await child.answer(), 'open');
      await child.ask('insert a 100');
      for (let rev = 2; rev <= 20; rev += 1) assert.equal(await child.ask('durable a 100'), String(rev));
      const token = Number(await child.ask('token'));
      await child.kill();
      await withStore(folder.path, async (store) => {
        assert.equal((await pairsOf(store).get('a'))?.rev, 20);
        // The dead holder's lease does not make the next run wait, and its token is never given again.
        const lease = await store.leases.acquire('cms', 'B', 1_000);
        assert.ok(lease && lease.token > token);
      });
    } finally {
      await child.kill();
    }
  });
});
