import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import { failsWith, type TestDoc } from '../store-contract';
import { Child, freshFolder, withStore } from './folder';

describe('NeDB store: when the disk takes no more', () => {
  const folder = freshFolder();

  /** No file of the child may grow beyond this; the write that would is cut at it, as on a full disk. */
  function limitFiles(child: Child, bytes: number | 'unlimited'): void {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(child.process.pid), `--fsize=${bytes}:`]);
    assert.equal(status, 0, String(stderr));
  }

  const canLimit = spawnSync('prlimit', ['--version']).status === 0;

  it('N5: a clear error, memory as on disk, and it goes on when there is space', async function () {
    if (!canLimit) this.skip();
    this.timeout(20_000);
    const child = new Child(folder.path);
    try {
      assert.equal(await child.answer(), 'open');
      assert.equal(await child.ask('insert a 100'), '1');
      assert.equal(await child.ask('insert b 100'), '1');
      limitFiles(child, 1_000);
      for (const command of ['put a 2000', 'durable a 2000', 'insert c 2000', 'put b 5000']) {
        assert.equal(await child.ask(command), 'STORE_UNWRITABLE', command);
      }
      assert.deepEqual([await child.ask('get a'), await child.ask('get c')], ['1', 'none']);
      assert.equal(await child.ask('put a 10'), '2', 'a small write still fits: the half line was cut off');
      limitFiles(child, 'unlimited');
      assert.equal(await child.ask('put a 2000'), '3');
      assert.equal(await child.ask('insert c 2000'), '1');
      await child.kill();
    } finally {
      await child.kill();
    }
    await withStore(
      folder.path,
      async (store) => {
        const { items } = await store.collection<TestDoc>('pairs').find();
        assert.deepEqual(
          items.map(({ _id, rev }) => [_id, rev]),
          [
            ['a', 3],
            ['b', 1],
            ['c', 1],
          ],
        );
      },
      (sentence) => assert.fail(`nothing is damaged, but: ${sentence}`),
    );
  });

  it('N5: a compaction that does not fit leaves the file as it is', async function () {
    if (!canLimit) this.skip();
    this.timeout(20_000);
    const child = new Child(folder.path);
    try {
      assert.equal(await child.answer(), 'open');
      await child.ask('insert a 3000');
      limitFiles(child, 1_000);
      assert.equal(await child.ask('compact'), 'STORE_UNWRITABLE');
      limitFiles(child, 'unlimited');
      assert.equal(await child.ask('put a 10'), '2');
      assert.equal(await child.ask('close'), 'undefined');
    } finally {
      await child.kill();
    }
    await withStore(folder.path, async (store) => assert.equal((await store.collection('pairs').get('a'))?.rev, 2));
  });

  it('N5: writes go on after a compaction that failed', async () => {
    await withStore(folder.path, async (store) => {
      const pairs = store.collection<TestDoc>('pairs');
      const doc = await pairs.insert({ _id: 'a' });
      await mkdir(folder.file('pairs.db.compacting'));
      await assert.rejects(store.compact(), failsWith('STORE_UNWRITABLE', 'pairs.db'));
      assert.equal((await pairs.put(doc, { durable: true })).rev, 2);
      await rmdir(folder.file('pairs.db.compacting'));
      await store.compact();
      await pairs.put({ ...doc, rev: 2 }, { durable: true });
    });
    await withStore(folder.path, async (store) => assert.equal((await store.collection('pairs').get('a'))?.rev, 3));
  });

  it('N5: a folder that cannot be made is STORE_UNWRITABLE, with what to do', async () => {
    await writeFile(folder.file('file'), '');
    const store = createNedbStore({ dir: join(folder.file('file'), 'store') });
    await assert.rejects(store.open(), (error: Error) => {
      assert.match(error.message, /Choose another folder/);
      return failsWith('STORE_UNWRITABLE')(error);
    });
  });

  it('N5: a store that does not open leaves no lock', async () => {
    await mkdir(folder.file('pairs.db'));
    const store = createNedbStore({ dir: folder.path });
    await assert.rejects(store.open(), failsWith('STORE_UNWRITABLE'));
    const again = createNedbStore({ dir: folder.path });
    await assert.rejects(again.open(), failsWith('STORE_UNWRITABLE', 'pairs.db'));
  });
});
