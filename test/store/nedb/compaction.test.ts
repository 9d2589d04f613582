import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CompactionSchedule } from '../../../lib/store/nedb/compaction';
import type { TestDoc } from '../store-contract';
import { Child, freshFolder, withStore } from './folder';

describe('NeDB store: compaction', () => {
  const folder = freshFolder();
  const lines = async () => (await readFile(folder.file('pairs.db'), 'utf8')).split('\n').length - 1;

  it('keeps everything, in one line a document, with writes before, during and after', async () => {
    const expected = await withStore(folder.path, async (store) => {
      const pairs = store.collection<TestDoc>('pairs');
      for (let index = 0; index < 500; index += 1) await pairs.insert({ _id: `p${index}`, state: 'new\u2028' });
      assert.equal(await pairs.removeWhere({ _id: { in: ['p0', 'p1', 'p2'] } }), 3);
      const doc = await pairs.get('p3');
      assert.ok(doc);
      await pairs.put({ ...doc, state: 'before' });
      assert.ok((await lines()) > 500);
      const compacting = store.compact();
      const during = pairs.put({ _id: 'p4', rev: 1, state: 'during' });
      assert.equal((await pairs.get('p5'))?.rev, 1, 'reads do not wait');
      await compacting;
      await during;
      assert.equal(await lines(), 498);
      await pairs.put({ _id: 'p5', rev: 1, state: 'after' });
      return (await pairs.find()).items;
    });
    assert.equal(expected.length, 497);
    const items = await withStore(
      folder.path,
      async (store) => (await store.collection<TestDoc>('pairs').find()).items,
    );
    assert.deepEqual(items, expected);
    assert.equal(await lines(), 497, 'opening compacts');
  });

  it('S6: kill -9 during compactions loses nothing', async function () {
    this.timeout(20_000);
    const child = new Child(folder.path);
    assert.equal(await child.answer(), 'open');
    for (let index = 0; index < 20; index += 1) await child.ask(`insert p${index} 20000`);
    for (const pause of [0, 1, 3]) {
      child.process.stdin?.write('compact\ncompact\ncompact\n');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    await child.kill();
    await withStore(
      folder.path,
      async (store) => assert.equal((await store.collection('pairs').find()).total, 20),
      (sentence) => assert.fail(sentence),
    );
  });

  it('holds the event loop for a moment only, with 5,000 pairs', async function () {
    this.timeout(20_000);
    await withStore(folder.path, async (store) => {
      const pairs = store.collection<TestDoc>('pairs');
      const extra = Array.from({ length: 30 }, (_, index) => ({ index, text: 'some text of a pair' }));
      for (let index = 0; index < 5_000; index += 1) await pairs.insert({ _id: `p${index}`, extra });
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await store.compact();
      delay.disable();
      assert.ok(delay.max / 1e6 < 100, `${delay.max / 1e6} ms`);
    });
  });

  it('is due at rest after many changes, at once after very many, and never after stop', async () => {
    let runs = 0;
    const schedule = new CompactionSchedule(async () => {
      runs += 1;
    });
    schedule.wrote(100, 100_000);
    schedule.wrote(6_000, 500);
    assert.equal(runs, 0);
    schedule.wrote(60_000, 500);
    schedule.wrote(60_001, 500);
    assert.equal(runs, 1);
    schedule.wrote(6_000, 500);
    schedule.stop();
    assert.equal(runs, 1);
  });
});
