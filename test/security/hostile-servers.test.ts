import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { inspect } from 'node:util';
import { createBrotliCompress, createDeflate, createGzip, constants as zlib } from 'node:zlib';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { createSource } from '../../lib/dealer-feed/sources/create-source';
import { DealerSyncError } from '../../lib/errors';
import { HttpClient } from '../../lib/http/http-client';
import { createRevioClient } from '../../lib/revio/revio-client';
import { makeCertificate } from '../dealer-feed/sources/servers';
import { LocalServer } from '../http/local-server';
import { REMOTES, SECRET } from './remotes';

const MEGABYTE = 1024 * 1024;
/** What the bombs become if nobody stops them. */
const BLAST = 256 * MEGABYTE;
/** The cap on a reply is 64 MB; it is received, joined and read, and garbage is collected some time later. */
const MOST_MEMORY = 384 * MEGABYTE;
const PIECE = Buffer.alloc(MEGABYTE, ' ');

const ENCODINGS = ['gzip', 'deflate', 'br'] as const;

/** Compressed blanks: a quarter of a gigabyte of nothing in a quarter of a megabyte. */
async function bomb(encoding: (typeof ENCODINGS)[number]): Promise<Buffer> {
  const packer = {
    gzip: () => createGzip({ level: 1 }),
    deflate: () => createDeflate({ level: 1 }),
    br: () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } }),
  }[encoding]();
  const packed: Buffer[] = [];
  packer.on('data', (piece: Buffer) => packed.push(piece));
  const ended = new Promise((resolve) => packer.on('end', resolve));
  for (let size = 0; size < BLAST; size += PIECE.length)
    if (!packer.write(PIECE)) await new Promise((resolve) => packer.once('drain', resolve));
  packer.end();
  await ended;
  return Buffer.concat(packed);
}

/** Writes the same again and again, as fast as it is taken, until the other side has enough or `most` bytes are out. */
function pour(response: ServerResponse, piece: Buffer | string, most = Number.POSITIVE_INFINITY): void {
  let written = 0;
  const more = () => {
    while (!response.destroyed && written < most) {
      written += piece.length;
      if (!response.write(piece)) return;
    }
    if (!response.destroyed) response.end();
  };
  response.on('drain', more);
  more();
}

async function failureOf(work: Promise<unknown>, what: string): Promise<DealerSyncError> {
  const thrown: unknown = await work.then(
    () => assert.fail(`${what}: it was believed`),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof DealerSyncError, `${what}: ${inspect(thrown)}`);
  assert.notEqual(thrown.code, 'UNEXPECTED', `${what}: ${thrown.message}`);
  assert.match(thrown.message, /(\S+ ){3}.*\.$/, what);
  const shown = inspect(thrown, { depth: 8, showHidden: true });
  for (const secret of [SECRET, Buffer.from(`user:${SECRET}`).toString('base64'), encodeURIComponent(SECRET)])
    assert.ok(!shown.includes(secret), `${what}: S21, the error tells a secret`);
  return thrown;
}

/** The most that this process grew by while something was done, in bytes. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const start = process.memoryUsage.rss();
  let most = start;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 10);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return Math.max(most, process.memoryUsage.rss()) - start;
}

const MB = (bytes: number) => `${Math.round(bytes / MEGABYTE)} MB`;

describe('N4: hostile servers', function () {
  this.timeout(60_000);
  let server: LocalServer;
  /** Where nothing may ever arrive. */
  let trap: LocalServer;

  beforeEach(async () => {
    server = await LocalServer.start((_request, response) => response.end());
    trap = await LocalServer.start((_request, response) => response.end('caught'));
  });
  afterEach(async () => {
    await server.stop();
    await trap.stop();
    assert.deepEqual(trap.calls, [], 'another host was called');
  });

  for (const encoding of ENCODINGS)
    it(`a ${encoding} bomb is given up at the cap, by every client`, async () => {
      const packed = await bomb(encoding);
      assert.ok(packed.length < 4 * MEGABYTE);
      server.handler = (_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' }).end(packed);
      };
      for (const [name, { read }] of Object.entries(REMOTES)) {
        const growth = await growthDuring(async () => {
          assert.equal((await failureOf(read(server.url), name)).code, 'REPLY_TOO_LARGE', name);
        });
        assert.ok(growth < MOST_MEMORY, `${name} grew by ${MB(growth)}`);
      }
    });

  it('a reply without end is given up at the cap, by every client', async () => {
    server.handler = (_request, response) => pour(response.writeHead(200), PIECE);
    for (const [name, { read }] of Object.entries(REMOTES)) {
      const growth = await growthDuring(async () => {
        assert.equal((await failureOf(read(server.url), name)).code, 'REPLY_TOO_LARGE', name);
      });
      assert.ok(growth < MOST_MEMORY, `${name} grew by ${MB(growth)}`);
    }
  });

  it('headers without end are given up, by every client', async () => {
    let sent = 0;
    const endless = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(`X-Flood-${sent++}: ${'x'.repeat(1_000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    await new Promise<void>((done) => endless.listen(0, '127.0.0.1', done));
    try {
      for (const [name, { read }] of Object.entries(REMOTES))
        await failureOf(read(`http://127.0.0.1:${(endless.address() as AddressInfo).port}`), name);
    } finally {
      endless.close();
    }
  });

  it('a reply that drips in is given up in time, also where it is taken as it comes', async () => {
    server.handler = (_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    const client = new HttpClient({
      ...{ system: 'Feed server', baseUrl: server.url, callsPerMinute: 600, maxConcurrent: 1, timeoutMs: 300 },
    });
    const call = {
      method: 'GET',
      path: '/',
      operation: 'get feed file',
      kind: 'read',
      expect: 'text',
      tries: 1,
    } as const;
    const receive = async (body: NodeJS.ReadableStream) => {
      for await (const _piece of body);
    };
    assert.equal((await failureOf(client.request(call), 'whole')).code, 'TIMEOUT');
    assert.equal((await failureOf(client.request({ ...call, receive }), 'in pieces')).code, 'TIMEOUT');
    client.destroy();
  });

  describe('a reply that is small as bytes and large in memory', () => {
    const brackets: Record<string, string> = {
      'lists in lists': '[',
      'objects in objects': '{"a":',
      'empty objects': '{},',
      'empty lists': '[],',
      numbers: '0,',
    };
    for (const [what, piece] of Object.entries(brackets))
      it(`JSON: ${what}`, async () => {
        const block = Buffer.from(piece.repeat(200_000));
        server.handler = (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          if (piece.endsWith(',')) response.write('[');
          pour(response, block, (piece === '0,' ? 48 : 12) * MEGABYTE);
        };
        for (const name of ['Rev.io', 'Rapid Response']) {
          const growth = await growthDuring(async () => {
            const { code } = await failureOf(REMOTES[name]?.read(server.url) ?? Promise.resolve(), name);
            assert.equal(code, 'REPLY_TOO_LARGE');
          });
          assert.ok(growth < MOST_MEMORY, `${name} grew by ${MB(growth)}`);
        }
      });

    const envelope = (body: string) =>
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}`;
    /** Each with what it is refused as: at its first strange tag, or only for being too much. */
    const floods: Record<string, [head: string, piece: string, refused: 'REPLY_TOO_LARGE' | 'UNEXPECTED_REPLY']> = {
      'tags in tags': [envelope('<a>'), '<a>', 'UNEXPECTED_REPLY'],
      'tags in tags, in a row': [
        envelope('<GetContactListResponse><GetContactListResult><Table>'),
        '<a>',
        'REPLY_TOO_LARGE',
      ],
      'attributes of one tag': [envelope('<a '), 'b0="" ', 'REPLY_TOO_LARGE'],
      'text of one attribute': [envelope('<a b="'), 'x', 'UNEXPECTED_REPLY'],
      'rows of nothing': [
        envelope('<GetContactListResponse><GetContactListResult>'),
        '<ContactList/>',
        'REPLY_TOO_LARGE',
      ],
      'one name': [envelope('<a'), 'a', 'UNEXPECTED_REPLY'],
      'one comment': [envelope('<!--'), 'x ', 'UNEXPECTED_REPLY'],
      comments: [envelope(''), '<!-- -->', 'REPLY_TOO_LARGE'],
      instructions: [envelope(''), '<?x y?>', 'REPLY_TOO_LARGE'],
    };
    for (const [what, [head, piece, refused]] of Object.entries(floods))
      it(`XML: ${what}`, async () => {
        let count = 0;
        const text = piece.includes('b0')
          ? Array.from({ length: 100_000 }, () => `b${count++}="" `).join('')
          : piece.repeat(100_000);
        server.handler = (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/xml' }).write(head);
          pour(response, text, 16 * MEGABYTE);
        };
        const growth = await growthDuring(async () => {
          const { code } = await failureOf(REMOTES.CMS?.read(server.url) ?? Promise.resolve(), what);
          assert.equal(code, refused);
        });
        assert.ok(growth < MOST_MEMORY, `it grew by ${MB(growth)}`);
      });
  });

  it('XML: no document type, no entity of its own, and nothing is fetched', async () => {
    const said = (address: string): Record<string, string> => ({
      'an external entity': `<!DOCTYPE x [<!ENTITY e SYSTEM "${address}/e">]><x>&e;</x>`,
      'an entity of a file': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
      'a parameter entity': `<!DOCTYPE x [<!ENTITY % p SYSTEM "${address}/p"> %p;]><x/>`,
      'an external document type': `<!DOCTYPE x SYSTEM "${address}/x.dtd"><x/>`,
      'a billion laughs': `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "&a${i || ''};&a${i || ''};">`).join('')}]><x>&a30;</x>`,
      'a document type in the body': '<e:Envelope xmlns:e="x"><e:Body><!DOCTYPE x><x/></e:Body></e:Envelope>',
      'an entity that nobody knows': '<e:Envelope xmlns:e="x"><e:Body>&e;</e:Body></e:Envelope>',
      'a style sheet': `<?xml-stylesheet href="${address}/x.xsl"?><x/>`,
      'an inclusion': `<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${address}/i"/></x>`,
      'a schema': `<e:Envelope xmlns:e="x" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="x ${address}/s"><e:Body><x/></e:Body></e:Envelope>`,
    });
    for (const [what, xml] of Object.entries(said(trap.url))) {
      server.handler = (_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(xml);
      const { code, message } = await failureOf(REMOTES.CMS?.read(server.url) ?? Promise.resolve(), what);
      if (xml.includes('<!DOCTYPE') || xml.includes('&e;')) assert.equal(code, 'UNSAFE_REPLY', what);
      assert.doesNotMatch(message, /root:|haha/, what);
    }
  });

  it('no redirect is followed, wherever to, by any client: no credentials go along', async () => {
    const elsewhere = [
      `${trap.url}/`,
      `//127.0.0.1:${trap.port}/`,
      'http://localhost:1/',
      'file:///etc/passwd',
      '/same',
    ];
    for (const [name, { read }] of Object.entries(REMOTES))
      for (const [at, status] of [301, 302, 303, 307, 308].entries()) {
        server.calls.length = 0;
        server.handler = (_request, response) => {
          const location = elsewhere[at] ?? '';
          response.writeHead(status, { location, refresh: `0;url=${trap.url}`, 'content-location': trap.url }).end();
        };
        assert.equal((await failureOf(read(server.url), name)).code, 'REDIRECTED', `${name} ${status}`);
        assert.ok(
          server.calls.every((call) => !call.endsWith(' /same')),
          name,
        );
      }
  });

  it('a page of Rev.io or a proxy of the environment leads nowhere else', async () => {
    server.handler = (_request, response) =>
      response.end(JSON.stringify({ records: [], has_more: false, links: [{ rel: 'next', href: trap.url }] }));
    const before = { ...process.env };
    try {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) process.env[name] = trap.url;
      assert.deepEqual(await REMOTES['Rev.io']?.read(server.url), []);
    } finally {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

  it('an address with credentials, or of another kind than http, is refused without telling it', async () => {
    const odd = [
      `http://user:${SECRET}@127.0.0.1/`,
      'file:///etc/passwd',
      'ftp://127.0.0.1/x',
      'gopher://127.0.0.1/',
      'javascript:alert(1)',
      'data:text/csv,a',
      'unix:/var/run/docker.sock',
      '//127.0.0.1/x',
      '\\\\127.0.0.1\\share',
    ];
    for (const [name, { read }] of Object.entries(REMOTES))
      for (const url of odd) {
        // As a promise also where the settings are looked at before anything is waited for.
        const error = await failureOf((async () => read(url))(), `${name} ${url}`);
        assert.equal(error.code, 'BAD_URL', `${name} ${url}`);
      }
    assert.throws(() => createSource({ kind: 'http', urls: ['file:///etc/passwd'], maxBytes: 1 }), { code: 'BAD_URL' });
  });

  it('a line end in a setting does not become a header of its own', async () => {
    const password = `${SECRET}\r\nX-Injected: yes`;
    const settings = { username: 'u\r\nX-Injected: yes', clientCode: 'c', password, subscriptionKey: password };
    const client = createRevioClient({ ...settings, baseUrl: server.url, retry: { tries: 1 } });
    try {
      const batches = client.billing.listCustomers()[Symbol.asyncIterator]();
      await failureOf(batches.next(), 'a line end');
    } finally {
      client.destroy();
    }
    assert.ok(server.heads.every((head) => head['x-injected'] === undefined));
  });

  describe('over TLS', () => {
    const tls = makeCertificate();
    const heard: string[] = [];
    const own = createTlsServer({ key: tls.key, cert: tls.certificate }, (request, response) => {
      heard.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    const before_ = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    before(() => new Promise<void>((done) => own.listen(0, '127.0.0.1', done)));
    after(() => {
      if (before_ === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before_;
      own.closeAllConnections();
      own.close();
    });

    it('a certificate that nobody vouches for is refused, whatever the environment says', async () => {
      for (const lowered of [undefined, '0']) {
        if (lowered) process.env.NODE_TLS_REJECT_UNAUTHORIZED = lowered;
        for (const [name, { read }] of Object.entries(REMOTES)) {
          const { code } = await failureOf(read(`https://127.0.0.1:${(own.address() as AddressInfo).port}`), name);
          assert.equal(code, 'TLS_FAILED', name);
        }
      }
      assert.deepEqual(heard, [], 'nothing was sent');
    });
  });
});
