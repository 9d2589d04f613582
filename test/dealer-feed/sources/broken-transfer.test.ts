import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../lib/clock';
import { createSource, type SourceSettings } from '../../../lib/dealer-feed/sources/create-source';
import type { FeedSource } from '../../../lib/dealer-feed/sources/feed-source';
import { fileNames } from '../../../lib/dealer-feed/sources/file-names';
import { takeFiles } from '../../../lib/dealer-feed/sources/take-files';
import { FTP_LOGIN, scratch, startFtpServer, startSshServer } from './servers';

/** So large that it cannot be in the buffers of both ends when the server goes. */
const SIZE = 24 * 1024 * 1024;

const KINDS: Record<string, (root: string) => Promise<{ settings: SourceSettings; stop(): Promise<void> }>> = {
  async sftp(path) {
    const { port, username, hostKey, privateKey, stop } = await startSshServer();
    return { settings: { kind: 'sftp', host: '127.0.0.1', port, username, privateKey, hostKey, path }, stop };
  },
  async ftp(root) {
    const { port, stop } = await startFtpServer(root);
    return { settings: { kind: 'ftp', host: '127.0.0.1', port, ...FTP_LOGIN, encryption: 'none', path: '/' }, stop };
  },
};

describe('a server that goes away in the middle of a file (F8)', () => {
  for (const [name, start] of Object.entries(KINDS)) {
    it(`${name}: nothing is taken, and nothing left behind`, async () => {
      const [root, spool] = [scratch(), scratch()];
      writeFileSync(join(root.path, 'a.csv'), Buffer.alloc(SIZE, 'x'));
      const server = await start(root.path);
      const source = createSource(server.settings);
      let stopped: Promise<void> | undefined;
      const fragile: FeedSource = {
        description: source.description,
        list: () => source.list(),
        archive: (file) => source.archive(file),
        close: () => source.close(),
        async open(file) {
          const stream = await source.open(file);
          stream.once('data', () => {
            stopped = server.stop();
          });
          return stream;
        },
      };
      const taking = takeFiles(fragile, {
        names: fileNames('*.csv'),
        lastTaken: () => undefined,
        spoolDir: spool.path,
        settleMs: 1,
        maxBytes: 2 * SIZE,
        clock: systemClock,
      });
      const taken = await taking.then(
        (result) => result.taken,
        (error: Error & { code: string }) => {
          assert.match(error.code, /^(CONNECTION_LOST|SOURCE_FAILED|TIMEOUT)$/, error.message);
          return [];
        },
      );
      assert.deepEqual(taken, []);
      assert.deepEqual(readdirSync(spool.path), []);
      await source.close();
      await stopped;
      root.done();
      spool.done();
    }).timeout(40_000);
  }
});
