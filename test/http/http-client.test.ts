import assert from 'node:assert/strict';
import { createServer as createNetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { DealerSyncError } from '../../lib/errors';
import { CallCounter, callCounts, countCalls } from '../../lib/http/call-counts';
import { hostStates } from '../../lib/http/hosts';
import { HttpClient, type HttpClientSettings, type HttpRequest } from '../../lib/http/http-client';
import { HandClock } from './hand-clock';
import { json, LocalServer } from './local-server';

const SECRET = 'p4ss "w&rd"';
const READ: HttpRequest = { method: 'GET', path: '/things', operation: 'list things', kind: 'read' };
const WRITE: HttpRequest = {
  method: 'POST',
  path: '/things',
  body: { a: 1 },
  operation: 'make a thing',
  kind: 'write',
};

describe('http client', () => {
  let server: LocalServer;
  let clients: HttpClient[];

  beforeEach(async () => {
    clients = [];
    server = await LocalServer.start((_request, response) => json(response, { ok: true }));
  });

  afterEach(async () => {
    for (const client of clients) client.destroy();
    await server.stop();
  });

  function client(settings: Partial<HttpClientSettings> = {}): HttpClient {
    const made = new HttpClient({
      system: 'Rev.io',
      baseUrl: server.url,
      callsPerMinute: 100_000,
      maxConcurrent: 10,
      timeoutMs: 2_000,
      secrets: [SECRET],
      headers: { Authorization: `Basic ${Buffer.from(SECRET).toString('base64')}` },
      retry: { baseMs: 1, capMs: 2 },
      ...settings,
    });
    clients.push(made);
    return made;
  }

  async function failure(work: Promise<unknown>): Promise<DealerSyncError> {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof DealerSyncError, inspect(error));
      assert.ok(
        !inspect(error, { depth: 10, showHidden: true }).includes(SECRET),
        'the error carries the secret (S21)',
      );
      assert.ok(!/Authorization|Basic [A-Za-z0-9]/.test(inspect(error, { depth: 10 })), inspect(error));
      return error;
    }
    assert.fail('did not fail');
  }

  it('sends JSON and understands JSON', async () => {
    server.handler = (_request, response, body) => json(response, { got: JSON.parse(body) });
    const reply = await client().request({ ...WRITE, query: { 'search.name': 'A+B & C' } });
    assert.deepEqual(reply.data, { got: { a: 1 } });
    assert.deepEqual(server.calls, ['POST /things?search.name=A%2BB%20%26%20C']);
  });

  for (const [title, answer, code] of [
    ['500', (s) => json(s, { m: 'x' }, 500), 'SERVER_ERROR'],
    ['502 as a web page', (s) => s.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad'), 'SERVER_ERROR'],
    ['a reset', (s) => s.socket?.resetAndDestroy(), 'CONNECTION_LOST'],
    ['cut JSON', (s) => s.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":tr'), 'REPLY_CUT'],
    ['an empty body', (s) => s.writeHead(200).end(), 'REPLY_CUT'],
    [
      'a body shorter than announced',
      (s) => {
        s.writeHead(200, { 'content-length': '99' }).write('{"a":1}');
        setTimeout(() => s.destroy(), 10);
      },
      'REPLY_CUT',
    ],
  ] as [string, (s: import('node:http').ServerResponse) => void, string][]) {
    it(`S15: ${title}: a read is tried again, a write is not and its fate is unknown`, async () => {
      let failures = 2;
      server.handler = (_request, response) => (failures-- > 0 ? answer(response) : json(response, { ok: 1 }));
      assert.deepEqual((await client().request(READ)).data, { ok: 1 });
      assert.equal(server.calls.length, 3);

      server.handler = (_request, response) => answer(response);
      const read = await failure(client().request(READ));
      assert.deepEqual([read.code, read.acted, read.transient], [code, 'no', true]);
      assert.equal(server.calls.length, 7, 'four tries, S14');
      const write = await failure(client().request(WRITE));
      assert.deepEqual([write.code, write.acted], [code, 'unknown']);
      assert.equal(server.calls.length, 8);
    });
  }

  it('S7: a time-out ends a hanging and a dripping reply', async () => {
    const slow = client({ timeoutMs: 80, retry: { tries: 1 } });
    server.handler = () => undefined;
    assert.deepEqual(pick(await failure(slow.request(WRITE))), ['TIMEOUT', 'unknown']);
    server.handler = (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    };
    assert.deepEqual(pick(await failure(slow.request(READ))), ['TIMEOUT', 'no']);
  });

  it('S14: 429 is waited out as told, for reads and writes alike, and by everybody at that host', async () => {
    const clock = new HandClock(undefined, true);
    let refusals = 1;
    server.handler = (_request, response) =>
      refusals-- > 0 ? json(response, {}, 429, { 'retry-after': '7' }) : json(response, { ok: 1 });
    await client({ clock }).request(WRITE);
    assert.ok(clock.slept.includes(7_000));

    refusals = 1;
    server.handler = (_request, response) =>
      refusals-- > 0 ? json(response, { message: 'wait 3' }, 429) : json(response, { ok: 1 });
    await client({ clock, readFailure: () => ({ message: 'wait 3', retryAfterMs: 4_000 }) }).request(WRITE);
    assert.ok(clock.slept.includes(4_000));

    refusals = 1;
    server.handler = (_request, response) =>
      refusals-- > 0
        ? json(response, {}, 503, { 'retry-after': new Date(clock.now() + 9_000).toUTCString() })
        : json(response, { ok: 1 });
    await client({ clock }).request(WRITE);
    assert.ok(clock.slept.some((ms) => ms > 7_000 && ms <= 9_000));
  });

  it('S14: while one waits as told by a 429, nobody else calls that host', async () => {
    const clock = new HandClock();
    let refusals = 1;
    server.handler = (_request, response) =>
      refusals-- > 0 ? json(response, {}, 429, { 'retry-after': '7' }) : json(response, { ok: 1 });
    const first = client({ clock }).request(READ);
    const paused = () => hostStates(clock).some(({ pausedUntil }) => pausedUntil);
    for (const deadline = Date.now() + 5_000; !paused() && Date.now() < deadline; ) await delay(5);
    const second = client({ clock }).request(READ);
    assert.equal(hostStates(clock)[0]?.waiting, 1);
    assert.equal(server.calls.length, 1);
    await clock.advance(8_000);
    await Promise.all([first, second]);
    assert.equal(server.calls.length, 3);
  });

  it('S14: a storm of 429 ends in a bounded number of tries, and surely did nothing', async () => {
    const clock = new HandClock(undefined, true);
    server.handler = (_request, response) => json(response, {}, 429, { 'retry-after': '1' });
    assert.deepEqual(pick(await failure(client({ clock }).request(WRITE))), ['RATE_LIMITED', 'no']);
    assert.equal(server.calls.length, 4);
    server.handler = (_request, response) => json(response, {}, 429, { 'retry-after': '3600' });
    assert.equal((await failure(client({ clock }).request(READ))).code, 'RATE_LIMITED');
    assert.equal(server.calls.length, 5, 'an hour is not waited');
  });

  it('names refusals by their status, with the words of the far end but without a secret', async () => {
    for (const [status, code] of [
      [400, 'REFUSED'],
      [401, 'UNAUTHORIZED'],
      [403, 'FORBIDDEN'],
      [404, 'NOT_FOUND'],
      [405, 'REFUSED'],
    ] as const) {
      server.handler = (_request, response) => json(response, { error: `no ${SECRET} ${'x'.repeat(900)}` }, status);
      const error = await failure(client().request(WRITE));
      assert.deepEqual(pick(error), [code, 'no']);
      assert.equal(error.cause.status, status);
      assert.ok((error.cause.message ?? '').length <= 500);
      assert.equal(error.cause.operation, 'make a thing');
    }
    assert.equal(server.calls.length, 5, 'none is tried again');
  });

  it('N4: a web page instead of data says to check the address, also when it is a 404', async () => {
    for (const status of [200, 404]) {
      server.handler = (_request, response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html>hi</html>');
      const error = await failure(client().request(READ));
      assert.equal(error.code, 'HTML_REPLY');
      assert.match(error.message, /base URL/);
    }
  });

  it('N4: follows no redirect and calls no other host', async () => {
    server.handler = (_request, response) => response.writeHead(302, { location: 'http://evil.test/' }).end();
    assert.equal((await failure(client().request(READ))).code, 'REDIRECTED');
    assert.equal(server.calls.length, 1);
    await assert.rejects(client().axios.get('http://localhost:1/x'), { code: 'WRONG_HOST' });
  });

  it('N4: caps the reply, also when it is small only while compressed', async () => {
    const small = client({ maxReplyBytes: 10_000 });
    server.handler = (_request, response) => json(response, 'x'.repeat(20_000));
    assert.deepEqual(pick(await failure(small.request(READ))), ['REPLY_TOO_LARGE', 'no']);
    server.handler = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify('x'.repeat(5_000_000))));
    assert.deepEqual(pick(await failure(small.request(WRITE))), ['REPLY_TOO_LARGE', 'unknown']);
    assert.equal(server.calls.length, 2);
  });

  it('tells what never left: no server, no such name, no TLS', async () => {
    const port = server.port;
    for (const [baseUrl, code] of [
      ['http://127.0.0.1:9', 'UNREACHABLE'],
      ['http://nowhere.invalid', 'UNREACHABLE'],
      [`https://127.0.0.1:${port}`, 'TLS_FAILED'],
    ] as const) {
      const error = await failure(client({ baseUrl }).request(WRITE));
      assert.deepEqual(pick(error), [code, 'no'], baseUrl);
    }
  });

  it('says TLS_FAILED when the handshake is broken off', async () => {
    const rude = createNetServer((socket) => socket.once('data', () => socket.end()));
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    const { port } = rude.address() as import('node:net').AddressInfo;
    const error = await failure(client({ baseUrl: `https://127.0.0.1:${port}` }).request(WRITE));
    rude.close();
    assert.deepEqual(pick(error), ['TLS_FAILED', 'no']);
  });

  it('S14: the breaker opens after failures in a row, tries once, and closes with an answer', async () => {
    const clock = new HandClock();
    const one = client({ clock, retry: { tries: 1 } });
    const state = () => hostStates(clock)[0]?.breaker;
    server.handler = (_request, response) => json(response, {}, 500);
    for (let i = 0; i < 10; i += 1) await failure(one.request(READ));
    assert.equal(state(), 'open');
    assert.deepEqual(pick(await failure(one.request(WRITE))), ['BREAKER_OPEN', 'no']);
    assert.equal(server.calls.length, 10, 'nothing is sent while it is open');
    await clock.advance(30_000);
    assert.equal(state(), 'half-open');
    assert.equal((await failure(one.request(READ))).code, 'SERVER_ERROR');
    assert.equal(state(), 'open');
    await clock.advance(60_000);
    server.handler = (_request, response) => json(response, {}, 404);
    assert.equal((await failure(one.request(READ))).code, 'NOT_FOUND');
    assert.equal(state(), 'closed');
  });

  it('stops when told to: before sending it did nothing, after that nobody knows', async () => {
    const stop = new AbortController();
    server.handler = () => stop.abort();
    assert.deepEqual(pick(await failure(client().request({ ...WRITE, signal: stop.signal }))), ['ABORTED', 'unknown']);
    assert.deepEqual(pick(await failure(client().request({ ...WRITE, signal: stop.signal }))), ['ABORTED', 'no']);
    assert.equal(server.calls.length, 1);
    const later = new AbortController();
    server.handler = (_request, response) => json(response, { ok: 1 });
    const soap = client().axios.post(server.url, '<x/>', {
      signal: later.signal,
      transformResponse: [() => later.abort()],
    });
    assert.equal((await soap).status, 200, 'a write that was answered stays answered');
    const ended = client();
    server.handler = () => ended.destroy();
    assert.deepEqual(pick(await failure(ended.request(READ))), ['ABORTED', 'no']);
  });

  it('counts requests by host and method, for the process and for a scope, and shows activity', async () => {
    const activity: number[] = [];
    const counter = new CallCounter((underWay) => activity.push(underWay));
    const one = client();
    let failures = 1;
    server.handler = (_request, response) => json(response, {}, failures-- > 0 ? 500 : 200);
    await countCalls(counter, async () => {
      await one.request(READ);
      await one.request(WRITE);
    });
    await one.request(READ);
    assert.deepEqual(counter.counts, { [one.host]: { GET: 2, POST: 1 } });
    assert.deepEqual(callCounts()[one.host], { GET: 3, POST: 1 });
    assert.equal(counter.underWay, 0);
    assert.deepEqual(activity, [1, 1, 1, 0, 1, 1, 0]);
  });

  it('is the same stack behind the axios instance: text as it is, a SOAP fault handed on, retries by the call', async () => {
    const soap = client({ isAnswer: ({ text }) => text.includes('<Fault>') });
    const config = { call: { operation: 'list sites', kind: 'read' as const }, transformResponse: (d: unknown) => d };
    let failures = 1;
    server.handler = (_request, response) => response.writeHead(failures-- > 0 ? 503 : 500).end('<Fault>');
    failures = 0;
    const fault = await soap.axios.post('/', '<x/>', { baseURL: server.url, ...config });
    assert.deepEqual([fault.status, fault.data, server.calls.length], [500, '<Fault>', 1]);
    let bad = 1;
    server.handler = (_request, response) => response.writeHead(bad-- > 0 ? 503 : 200).end('<Fine/>');
    assert.equal((await soap.axios.post(server.url, '<x/>', config)).data, '<Fine/>');
    server.handler = (_request, response) => response.writeHead(500).end('oops');
    await assert.rejects(soap.axios.post(server.url, '<x/>'), { code: 'SERVER_ERROR', acted: 'unknown' });
  });

  it('hands a large reply on in pieces, received whole and capped all the same', async () => {
    const large = client({ maxReplyBytes: 3_000_000 });
    const config = { call: { operation: 'list sites', kind: 'read' as const }, responseType: 'stream' as const };
    let bad = 1;
    server.handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '2000000' });
      if (bad-- > 0) response.write('x', () => response.destroy());
      else response.end('y'.repeat(2_000_000));
    };
    const { data } = await large.axios.post(server.url, '<x/>', config);
    let length = 0;
    for await (const piece of data) length += piece.length;
    assert.deepEqual([length, server.calls.length], [2_000_000, 2], 'tried again');
    server.handler = (_request, response) => response.end('y'.repeat(4_000_000));
    await assert.rejects(large.axios.post(server.url, '<x/>', config), { code: 'REPLY_TOO_LARGE' });
  });

  it('refuses a base URL that is none', () => {
    for (const baseUrl of ['', 'rev.io', 'ftp://x', 'https://me:pw@host', 'https://x/?a=b']) {
      assert.throws(() => client({ baseUrl }), { code: 'BAD_URL' });
    }
  });

  function pick(error: DealerSyncError): [string, string] {
    return [error.code, error.acted];
  }
});
