import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createSource, type SourceSettings } from '../../../lib/dealer-feed/sources/create-source';
import type { FeedSource } from '../../../lib/dealer-feed/sources/feed-source';
import { VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { closed, FTP_LOGIN, listening, scratch, startFtpServer, startSshServer, textOf } from './servers';

const FEED = writeFeed('homenet', [
  { dealerId: 'D1', name: 'One', vehicles: new VehicleSupply(new Random(1)).lot(3000) },
]);
const MADE_AT = Date.UTC(2026, 2, 14, 8, 0, 0);

function drop(folder: string, name: string, text = FEED): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), new Date(MADE_AT), new Date(MADE_AT));
}

interface Kind {
  /** A source of that kind over a local folder. */
  start(root: string): Promise<{ settings(folders: boolean): SourceSettings; stop(): Promise<void> }>;
}

const ftp = (encryption: 'none' | 'explicit'): Kind => ({
  async start(root) {
    const server = await startFtpServer(root, { tls: encryption === 'explicit' });
    return {
      settings: (folders) => ({
        kind: 'ftp',
        host: '127.0.0.1',
        port: server.port,
        ...FTP_LOGIN,
        encryption,
        ...(server.certificate ? { authority: server.certificate } : {}),
        path: '/',
        folders,
      }),
      stop: server.stop,
    };
  },
});

const KINDS: Record<string, Kind> = {
  folder: {
    start: async (root) => ({ settings: (folders) => ({ kind: 'folder', path: root, folders }), stop: async () => {} }),
  },
  sftp: {
    async start(root) {
      const { port, username, hostKey, privateKey, stop } = await startSshServer();
      return {
        settings: (folders) => ({
          kind: 'sftp',
          host: '127.0.0.1',
          port,
          username,
          privateKey,
          hostKey,
          path: root,
          folders,
        }),
        stop,
      };
    },
  },
  ftp: ftp('none'),
  ftps: ftp('explicit'),
};

for (const [name, kind] of Object.entries(KINDS)) {
  describe(`feed source: ${name}, against a real server`, () => {
    const root = scratch();
    let server: Awaited<ReturnType<Kind['start']>>;
    let source: FeedSource;
    before(async () => {
      server = await kind.start(root.path);
    });
    after(async () => {
      await server.stop();
      root.done();
    });
    afterEach(async () => {
      await source.close();
    });

    it('lists files with size and time, and gives their bytes', async () => {
      drop(root.path, 'one.csv');
      mkdirSync(join(root.path, 'folder'), { recursive: true });
      source = createSource(server.settings(false));
      const listing = await source.list();
      assert.deepEqual(listing, [{ folder: '', name: 'one.csv', size: Buffer.byteLength(FEED), modifiedAt: MADE_AT }]);
      assert.equal(await textOf(await source.open({ folder: '', name: 'one.csv' })), FEED);
      // The connection is good for more than one file.
      assert.equal(await textOf(await source.open({ folder: '', name: 'one.csv' })), FEED);
    });

    it('lists a folder for each dealer, and not the archive', async () => {
      drop(join(root.path, 'D1'), 'a.csv', 'x');
      drop(join(root.path, 'D2'), 'a.csv', 'yz');
      drop(join(root.path, 'archive'), 'old.csv', 'old');
      source = createSource(server.settings(true));
      const listing = await source.list();
      assert.deepEqual(listing.map(({ folder, name, size }) => [folder, name, size]).sort(), [
        ['D1', 'a.csv', 1],
        ['D2', 'a.csv', 2],
      ]);
      assert.equal(await textOf(await source.open({ folder: 'D2', name: 'a.csv' })), 'yz');
    });

    it('moves a taken file to the archive beside it, twice in a row', async () => {
      source = createSource(server.settings(true));
      for (const text of ['first', 'second']) {
        drop(join(root.path, 'D3'), 'a.csv', text);
        const modifiedAt = text === 'first' ? MADE_AT : MADE_AT + 60_000;
        await source.archive({ folder: 'D3', name: 'a.csv', modifiedAt });
        assert.ok(!existsSync(join(root.path, 'D3', 'a.csv')));
      }
      const archive = join(root.path, 'D3', 'archive');
      assert.deepEqual(readdirSync(archive).sort(), ['20260314T080000Z-a.csv', '20260314T080100Z-a.csv']);
      assert.equal(readFileSync(join(archive, '20260314T080100Z-a.csv'), 'utf8'), 'second');
    });

    it('opens and moves nothing by a path (N4)', async () => {
      source = createSource(server.settings(true));
      for (const file of [
        { folder: '', name: '../secret' },
        { folder: '..', name: 'secret' },
        { folder: 'D1', name: '/etc/passwd' },
        { folder: '', name: '..\\secret' },
      ]) {
        await assert.rejects(source.open(file), { code: 'UNSAFE_NAME' });
        await assert.rejects(source.archive(file), { code: 'UNSAFE_NAME' });
      }
    });

    it('a missing folder or file is an error with a sentence, and the source lives on', async () => {
      const settings = server.settings(false);
      source = createSource(settings.kind === 'http' ? settings : { ...settings, path: `${settings.path}/nowhere` });
      await assert.rejects(source.list(), (error: Error & { code: string }) => {
        assert.ok(['NOT_FOUND', 'FORBIDDEN'].includes(error.code), error.message);
        return true;
      });
      await source.close();
      source = createSource(server.settings(false));
      await assert.rejects(async () => textOf(await source.open({ folder: '', name: 'gone.csv' })));
      assert.ok((await source.list()).length > 0);
    });
  });
}

describe('feed source: nobody there', () => {
  for (const kind of ['sftp', 'ftp', 'http'] as const) {
    it(`${kind}: UNREACHABLE`, async () => {
      const gone = createServer();
      const { port } = await listening(gone);
      await closed(gone);
      const common = { host: '127.0.0.1', port, username: 'u', password: 'p', path: '/' };
      const source = createSource(
        kind === 'sftp'
          ? { kind, ...common, hostKey: 'SHA256:x' }
          : kind === 'ftp'
            ? { kind, ...common, encryption: 'none' }
            : { kind, urls: [`http://127.0.0.1:${port}/f.csv`], maxBytes: 1000 },
      );
      await assert.rejects(source.list(), { code: 'UNREACHABLE' });
      await source.close();
    }).timeout(30_000);
  }
});
