import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import type { TestDoc } from '../store-contract';
import { failsWith } from '../store-contract';
import { freshFolder, withStore } from './folder';

describe('NeDB store: recovery of its files', () => {
  const folder = freshFolder();
  const file = () => folder.file('pairs.db');

  /** Opens the store on what the file holds now: the documents' ids with their revs, and the notices. */
  async function open(): Promise<{ revs: Record<string, number>; notices: string[] }> {
    const notices: string[] = [];
    const items = await withStore(
      folder.path,
      async (store) => (await store.collection<TestDoc>('pairs').find()).items,
      (sentence) => notices.push(sentence),
    );
    return { revs: Object.fromEntries(items.map(({ _id, rev }) => [_id, rev])), notices };
  }

  /** Two documents, the first of them changed once: three lines. */
  async function write(): Promise<Buffer> {
    await withStore(folder.path, async (store) => {
      const pairs = store.collection<TestDoc>('pairs');
      const a = await pairs.insert({ _id: 'a', account: { name: 'Zoë' } });
      await pairs.insert({ _id: 'b' });
      await pairs.put({ ...a, account: { name: 'Zoë Müller' } });
    });
    return readFile(file());
  }

  it('N5, S6: a last line cut at any byte is as if it was never written, and the piece is kept', async function () {
    this.timeout(20_000);
    const whole = await write();
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = lastLine; end <= whole.length; end += 1) {
      await writeFile(file(), whole.subarray(0, end));
      const { revs, notices } = await open();
      const complete = end >= whole.length - 1;
      assert.deepEqual(revs, { a: complete ? 2 : 1, b: 1 }, `cut at byte ${end}`);
      assert.equal(notices.length, complete || end === lastLine ? 0 : 1, `cut at byte ${end}`);
      if (notices.length > 0) {
        assert.match(
          String(notices[0]),
          new RegExp(`pairs\\.db: ${end - lastLine} bytes .* kept in pairs\\.db\\.cut-`),
        );
      }
    }
    assert.ok((await readdir(folder.path)).some((name) => name.startsWith('pairs.db.cut-')));
  });

  it('N5: a young file, whose half line is more than a tenth of it, opens as well', async () => {
    await writeFile(file(), '{"_id":"a","re');
    const { revs, notices } = await open();
    assert.deepEqual(revs, {});
    assert.equal(notices.length, 1);
  });

  it('N5: NULs at the end, after a whole line, a half line or none, are cut', async () => {
    const whole = await write();
    const nuls = Buffer.alloc(200_000);
    for (const cut of [0, 1, 10]) {
      await writeFile(file(), Buffer.concat([whole.subarray(0, whole.length - cut), nuls]));
      const { revs, notices } = await open();
      assert.deepEqual(revs, { a: cut === 10 ? 1 : 2, b: 1 });
      assert.equal(notices.length, 1);
    }
    await writeFile(file(), nuls);
    assert.deepEqual((await open()).revs, {});
  });

  it('writes after a recovery are found again', async () => {
    const whole = await write();
    await writeFile(file(), whole.subarray(0, whole.length - 5));
    await withStore(folder.path, (store) => store.collection<TestDoc>('pairs').insert({ _id: 'c' }));
    assert.deepEqual(await open(), { revs: { a: 1, b: 1, c: 1 }, notices: [] });
  });

  it('N5: damage that no crash explains is never passed over: STORE_CORRUPT names file and line, nothing changes', async () => {
    const whole = await write();
    const lines = whole.toString().split('\n');
    const cases: [string, RegExp][] = [
      [[...lines.slice(0, 1), '{"_id":"b","x', ...lines.slice(1)].join('\n'), /pairs\.db .*line 2/],
      [['', '\0\0\0', ...lines].join('\n'), /pairs\.db .*line 2/],
      ['<html>no store</html>', /pairs\.db .*last line/],
    ];
    for (const [content, sentence] of cases) {
      await writeFile(file(), content);
      await assert.rejects(open(), (error: Error) => {
        assert.match(error.message, sentence);
        return failsWith('STORE_CORRUPT', 'pairs.db')(error);
      });
      assert.equal(await readFile(file(), 'utf8'), content);
    }
    await writeFile(file(), whole);
    assert.deepEqual((await open()).revs, { a: 2, b: 1 });
  });

  it('S6: what a crash left of a compaction does no harm', async () => {
    await write();
    for (const draft of ['pairs.db.compacting', 'pairs.db~'])
      await appendFile(folder.file(draft), '{"_id":"x","rev":1}');
    assert.deepEqual(await open(), { revs: { a: 2, b: 1 }, notices: [] });
    const left = (await readdir(folder.path)).filter((name) => !name.endsWith('.db'));
    assert.deepEqual(left, []);
  });

  it('S9: a file that was removed is empty, whatever draft is left', async () => {
    await appendFile(folder.file('pairs.db~'), '{"_id":"x","rev":1}\n');
    assert.deepEqual((await open()).revs, {});
  });
});
