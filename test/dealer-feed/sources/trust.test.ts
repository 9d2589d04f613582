import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createSource } from '../../../lib/dealer-feed/sources/create-source';
import type { DealerSyncError } from '../../../lib/errors';
import { optionalPackage } from '../../../lib/optional-package';
import { closed, FTP_LOGIN, listening, scratch, startFtpServer, startSshServer, textOf } from './servers';

async function failureOf(work: Promise<unknown>): Promise<DealerSyncError> {
  try {
    await work;
  } catch (error) {
    return error as DealerSyncError;
  }
  throw new Error('It should have failed');
}

describe('feed source: SFTP trusts one host key (N4)', () => {
  let server: Awaited<ReturnType<typeof startSshServer>>;
  before(async () => {
    server = await startSshServer();
  });
  after(() => server.stop());
  const source = (hostKey: string, more: object = {}) => {
    const { port, username, privateKey } = server;
    return createSource({ kind: 'sftp', host: '127.0.0.1', port, username, privateKey, hostKey, path: '/', ...more });
  };

  it('takes a fingerprint, or the public key itself', async () => {
    for (const hostKey of [server.fingerprint, server.hostKey, `127.0.0.1 ${server.hostKey}`]) {
      const trusted = source(hostKey);
      assert.ok(Array.isArray(await trusted.list()));
      await trusted.close();
    }
  });

  it('without one it tells which key the server shows, and sends nothing', async () => {
    const error = await failureOf(source('').list());
    assert.equal(error.code, 'HOST_KEY_NEEDED');
    assert.ok(error.message.includes(server.fingerprint));
  });

  it('refuses another key', async () => {
    const error = await failureOf(source(`SHA256:${'A'.repeat(43)}`).list());
    assert.equal(error.code, 'WRONG_HOST_KEY');
  });

  it('a user the server does not let in', async () => {
    const error = await failureOf(source(server.fingerprint, { privateKey: undefined, password: 'Top-Secret' }).list());
    assert.equal(error.code, 'UNAUTHORIZED');
    assert.ok(!JSON.stringify({ ...error, message: error.message }).includes('Top-Secret'));
  });
});

describe('feed source: FTP and FTPS', () => {
  const root = scratch();
  after(() => root.done());

  it('a wrong password is UNAUTHORIZED, and stays out of the error', async () => {
    const server = await startFtpServer(root.path);
    const password = 'wrong-and-private';
    const source = createSource({
      ...{ kind: 'ftp', host: '127.0.0.1', port: server.port, username: FTP_LOGIN.username, password },
      ...{ encryption: 'none', path: '/' },
    });
    const error = await failureOf(source.list());
    await server.stop();
    assert.equal(error.code, 'UNAUTHORIZED');
    assert.ok(!JSON.stringify({ ...error, message: error.message }).includes(password));
  });

  it('refuses a certificate that nobody vouches for (N4)', async () => {
    const server = await startFtpServer(root.path, { tls: true });
    const source = createSource({
      ...{ kind: 'ftp', host: '127.0.0.1', port: server.port, ...FTP_LOGIN },
      ...{ encryption: 'explicit', path: '/' },
    });
    const error = await failureOf(source.list());
    await server.stop();
    assert.equal(error.code, 'TLS_FAILED');
  });
});

describe('feed source: HTTP', () => {
  const seen: { url: string; method: string; authorization: string | undefined }[] = [];
  const server = createServer((req, res) => {
    const { url = '', method = '' } = req;
    seen.push({ url, method, authorization: req.headers.authorization });
    if (url.startsWith('/cut')) {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half');
      setImmediate(() => res.destroy());
    } else if (url.startsWith('/moved')) {
      res.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end();
    } else if (url.startsWith('/no-head') && method === 'HEAD') {
      res.writeHead(405).end();
    } else if (url.startsWith('/endless')) {
      const pour = () => {
        while (!res.destroyed && res.write('x'.repeat(65_536)));
      };
      res.on('drain', pour);
      pour();
    } else {
      res.writeHead(200, { 'content-length': '5', 'last-modified': 'Sat, 14 Mar 2026 08:00:00 GMT' });
      res.end(method === 'HEAD' ? undefined : 'bytes');
    }
  });
  let base = '';
  before(async () => {
    base = `http://127.0.0.1:${(await listening(server)).port}`;
  });
  after(() => closed(server));
  const source = (...paths: string[]) =>
    createSource({
      kind: 'http',
      urls: paths.map((path) => base + path),
      username: 'u',
      password: 'p',
      maxBytes: 1_000_000,
    });

  it('asks for size and time, signs in, and gives the bytes', async () => {
    const http = source('/feeds/inventory%20a.csv?token=t', '/other/inventory%20a.csv');
    const [first, second] = await http.list();
    assert.deepEqual(first, { folder: '', name: 'inventory a.csv', size: 5, modifiedAt: Date.UTC(2026, 2, 14, 8) });
    assert.equal(second?.name, '2-inventory a.csv');
    assert.equal(await textOf(await http.open({ folder: '', name: 'inventory a.csv' })), 'bytes');
    assert.equal(seen.at(-1)?.url, '/feeds/inventory%20a.csv?token=t');
    assert.equal(seen.at(-1)?.authorization, `Basic ${Buffer.from('u:p').toString('base64')}`);
    await http.close();
  });

  it('does without size and time where the server knows no HEAD', async () => {
    const http = source('/no-head.csv');
    assert.deepEqual(await http.list(), [{ folder: '', name: 'no-head.csv' }]);
    assert.equal(await textOf(await http.open({ folder: '', name: 'no-head.csv' })), 'bytes');
    await http.close();
  });

  it('follows no redirect (N4)', async () => {
    const http = source('/moved.csv');
    assert.equal((await failureOf(http.list())).code, 'REDIRECTED');
    assert.equal((await failureOf(http.open({ folder: '', name: 'moved.csv' }))).code, 'REDIRECTED');
    await http.close();
  });

  it('a transfer that breaks off ends the stream with an error (F8)', async () => {
    const http = source('/cut.csv');
    await failureOf(http.open({ folder: '', name: 'cut.csv' }).then(textOf));
    await http.close();
  });

  it('stops at the largest size (N4)', async () => {
    const http = source('/endless.csv');
    let bytes = 0;
    const read = async () => {
      for await (const piece of await http.open({ folder: '', name: 'endless.csv' })) bytes += (piece as Buffer).length;
    };
    await failureOf(read());
    assert.ok(bytes <= 1_000_000, `${bytes} bytes came through`);
    await http.close();
  });

  it('cannot move files', async () => {
    const http = source('/a.csv');
    assert.equal((await failureOf(http.archive({ folder: '', name: 'a.csv' }))).code, 'CANNOT_ARCHIVE');
    await http.close();
  });
});

describe('feed source: a package that is not there', () => {
  it('says how to install it', () => {
    const load = () => require('no-such-package-of-ours');
    assert.throws(
      () => optionalPackage('no-such-package-of-ours', 'SFTP', load),
      /npm install no-such-package-of-ours.*restart/,
    );
  });

  it('a fault inside the package is not taken for its absence', () => {
    const load = () => {
      throw new Error('broken');
    };
    assert.throws(() => optionalPackage('anything', 'SFTP', load), /^Error: broken/);
  });
});
