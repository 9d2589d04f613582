import assert from 'node:assert/strict';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { FolderLock } from '../../../lib/store/nedb/folder-lock';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import { failsWith } from '../store-contract';
import { Child, freshFolder, withStore } from './folder';

describe('NeDB store: the lock of its folder', () => {
  const folder = freshFolder();
  const lockFile = () => folder.file('lock');

  /** Takes a lock, lets the test change what its file says, and writes it back as somebody else's. */
  async function leaveLock(change: Record<string, unknown>): Promise<void> {
    const lock = await FolderLock.acquire(folder.path);
    const holder = JSON.parse(await readFile(lockFile(), 'utf8'));
    await lock.release();
    await writeFile(lockFile(), JSON.stringify({ ...holder, id: 'somebody else', ...change }));
  }

  it('N5: refuses a living second process and names it; kill -9 frees the folder at once', async function () {
    this.timeout(10_000);
    const child = new Child(folder.path);
    try {
      assert.equal(await child.answer(), 'open');
      assert.equal(await child.ask('insert a 10'), '1');
      const store = createNedbStore({ dir: folder.path });
      await assert.rejects(store.open(), (error: Error) => {
        assert.ok(error.message.includes(`process ${child.process.pid}`), error.message);
        return failsWith('STORE_LOCKED')(error);
      });
      await child.kill();
      await store.open();
      assert.equal((await store.collection('pairs').get('a'))?.rev, 1);
      await store.close();
    } finally {
      await child.kill();
    }
  });

  it('N5: refuses a second store in this process until the first is closed', async () => {
    const second = createNedbStore({ dir: folder.path });
    await withStore(folder.path, () => assert.rejects(second.open(), failsWith('STORE_LOCKED')));
    await second.open();
    await second.close();
    assert.ok(!(await readdir(folder.path)).some((name) => name.startsWith('lock')));
  });

  it('of many that ask at once one gets it, also over a dead lock', async function () {
    this.timeout(10_000);
    for (let round = 0; round < 50; round += 1) {
      if (round % 2 === 0) await leaveLock({ pid: 2 ** 22 + 1 });
      const asked = await Promise.allSettled(Array.from({ length: 10 }, () => FolderLock.acquire(folder.path)));
      const got = asked.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
      assert.equal(got.length, 1);
      await got[0]?.release();
      assert.deepEqual(await readdir(folder.path), []);
    }
  });

  it('takes over from one that died while it took over', async () => {
    await leaveLock({ pid: 2 ** 22 + 1, id: 'first' });
    const dead = await readFile(lockFile(), 'utf8');
    await writeFile(folder.file('lock.after-first'), dead.replace('first', 'second'));
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => FolderLock.acquire(folder.path)));
    const got = asked.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    assert.equal(got.length, 1);
    await got[0]?.release();
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('takes over from a dead process, a process id given again, and a file that says nothing', async () => {
    await leaveLock({ pid: 2 ** 22 + 1 });
    await (await FolderLock.acquire(folder.path)).release();
    // As after a restart of a container: the same process id, another process.
    await leaveLock({ pid: process.pid, started: '1' });
    await (await FolderLock.acquire(folder.path)).release();
    await writeFile(lockFile(), '');
    await (await FolderLock.acquire(folder.path)).release();
  });

  it('of another machine: refuses while it gives signs of life, takes over after its silence', async function () {
    this.timeout(10_000);
    await leaveLock({ machine: 'elsewhere boot namespace' });
    const alive = setInterval(() => void utimes(lockFile(), new Date(), new Date()), 100);
    await assert.rejects(FolderLock.acquire(folder.path), (error: Error) => {
      assert.match(error.message, /on elsewhere/);
      return failsWith('STORE_LOCKED')(error);
    });
    clearInterval(alive);
    await (await FolderLock.acquire(folder.path, 600)).release();
  });

  it('N5: a store that was taken over refuses to go on, and leaves the new lock alone', async function () {
    this.timeout(10_000);
    const store = createNedbStore({ dir: folder.path });
    await store.open();
    const pairs = store.collection('pairs');
    await writeFile(lockFile(), JSON.stringify({ id: 'somebody else', pid: 1, started: '', machine: 'elsewhere' }));
    const deadline = Date.now() + 5_000;
    const read = () => pairs.get('a').catch((error) => error);
    while (!(await read()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    await assert.rejects(pairs.insert({ _id: 'a' }), failsWith('STORE_LOCKED'));
    await store.close();
    assert.match(await readFile(lockFile(), 'utf8'), /somebody else/);
  });
});
