import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Clock } from '../../../lib/clock';
import { FeedArchive } from '../../../lib/dealer-feed/sources/feed-archive';
import type { FeedSource } from '../../../lib/dealer-feed/sources/feed-source';
import { fileNames } from '../../../lib/dealer-feed/sources/file-names';
import { FolderSource } from '../../../lib/dealer-feed/sources/folder-source';
import { type TakeSettings, takeFiles } from '../../../lib/dealer-feed/sources/take-files';
import { dropFeed, tellStory } from '../../../simulators/dms';
import { scratch, textOf } from './servers';

const MB = 1024 * 1024;

describe('taking feed files', () => {
  let feeds: ReturnType<typeof scratch>;
  let spool: ReturnType<typeof scratch>;
  beforeEach(() => {
    feeds = scratch();
    spool = scratch();
  });
  afterEach(() => {
    feeds.done();
    spool.done();
  });

  /** What happens between the two looks. */
  function settings(more: Partial<TakeSettings> = {}, meanwhile = () => {}): TakeSettings {
    const clock: Clock = { now: Date.now, sleep: async () => meanwhile() };
    const base = {
      names: fileNames('*.csv'),
      lastTaken: () => undefined,
      spoolDir: spool.path,
      settleMs: 1,
      maxBytes: MB,
    };
    return { ...base, clock, ...more };
  }
  const source = () => new FolderSource({ path: feeds.path });
  const drop = (name: string, text: string) => writeFileSync(join(feeds.path, name), text);

  it('copies the newest file of each dealer, with its hash', async () => {
    for (const feed of tellStory({ from: Date.UTC(2026, 2, 14, 8), hours: 3 })) dropFeed(feeds.path, feed);
    const { taken, left } = await takeFiles(source(), settings({ names: fileNames('*_{dealer}.csv') }));
    assert.deepEqual(
      taken.map(({ file, dealerId }) => [file.name, dealerId]),
      ['MP101', 'MP102', 'MP103'].map((dealer) => [`2026-03-14T1000_${dealer}.csv`, dealer]),
    );
    assert.equal(left.length, 6);
    for (const file of taken) {
      const text = await textOf(file.read());
      assert.equal(file.inspection.hash, createHash('sha256').update(text).digest('hex'));
      await file.discard();
    }
    assert.deepEqual(readdirSync(spool.path), []);
  });

  it('the same bytes under another name have the same hash (F4)', async () => {
    const hashes: string[] = [];
    for (const name of ['a.csv', 'b.csv']) {
      drop(name, 'same');
      const { taken } = await takeFiles(source(), settings({ names: fileNames(name) }));
      hashes.push(taken[0]?.inspection.hash ?? '');
    }
    assert.equal(hashes[0], hashes[1]);
  });

  it('leaves a file that grows between the looks (F8)', async () => {
    drop('a.csv', 'half');
    const grow = () => appendFileSync(join(feeds.path, 'a.csv'), ' and more');
    const { taken, left } = await takeFiles(source(), settings({}, grow));
    assert.deepEqual([taken, left.map(({ reason }) => reason)], [[], ['still-written']]);
  });

  it('leaves a file that grows while it is copied (F8)', async () => {
    drop('a.csv', 'short');
    const folder = source();
    const growing: FeedSource = {
      description: 'growing',
      list: () => folder.list(),
      open: async () => Readable.from([Buffer.from('short'), Buffer.from(' no more')]),
      archive: async () => {},
      close: async () => {},
    };
    const { taken, left } = await takeFiles(growing, settings());
    assert.deepEqual([taken, left.map(({ reason }) => reason)], [[], ['still-written']]);
    assert.deepEqual(readdirSync(spool.path), []);
  });

  it('a checksum file makes it exact (F8)', async () => {
    const companion = { kind: 'checksum' as const, ending: '.sum' };
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      drop('a.csv', 'whole');
      drop('a.csv.sum', `${createHash(algorithm).update('whole').digest('hex').toUpperCase()}  a.csv\n`);
      const { taken } = await takeFiles(source(), settings({ companion }));
      assert.equal(taken.length, 1, algorithm);
      drop('a.csv', 'whol');
      await assert.rejects(takeFiles(source(), settings({ companion })), { code: 'CHECKSUM_DIFFERS' });
      drop('a.csv.sum', 'nothing of the kind');
      await assert.rejects(takeFiles(source(), settings({ companion })), { code: 'BAD_CHECKSUM_FILE' });
    }
  });

  it('stops at the largest size, and leaves nothing behind (N4)', async () => {
    drop('a.csv', 'x'.repeat(2000));
    await assert.rejects(takeFiles(source(), settings({ maxBytes: 1000 })), { code: 'FILE_TOO_LARGE' });
    assert.deepEqual(readdirSync(spool.path), []);
  });

  it('a transfer that breaks off is an error with a sentence, and leaves nothing behind (F8, N5)', async () => {
    drop('a.csv', 'short');
    const folder = source();
    const broken: FeedSource = {
      description: 'broken',
      list: () => folder.list(),
      open: async () =>
        Readable.from(
          (function* () {
            yield Buffer.from('sho');
            throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
          })(),
        ),
      archive: async () => {},
      close: async () => {},
    };
    await assert.rejects(takeFiles(broken, settings()), { code: 'CONNECTION_LOST' });
    assert.deepEqual(readdirSync(spool.path), []);
  });

  it('keeps copies that can be read again, until they are pruned', async () => {
    drop('a.csv', 'kept');
    const { taken } = await takeFiles(source(), settings());
    const archive = new FeedArchive(join(spool.path, 'archive'));
    for (const file of taken) {
      await archive.keep(file);
      await archive.keep(file);
      await file.discard();
    }
    const hash = taken[0]?.inspection.hash ?? '';
    assert.equal(await textOf(await archive.open(hash)), 'kept');
    await archive.prune([hash]);
    assert.equal(await textOf(await archive.open(hash)), 'kept');
    await archive.prune([]);
    await assert.rejects(archive.open(hash), { code: 'NOT_ARCHIVED' });
    await assert.rejects(archive.open('../../etc/passwd'), { code: 'NOT_ARCHIVED' });
  });
});
