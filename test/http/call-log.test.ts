import assert from 'node:assert/strict';
import { CallCounter, countCalls } from '../../lib/http/call-counts';
import { CallLog } from '../../lib/http/call-log';
import { HttpClient } from '../../lib/http/http-client';
import { pathMask } from '../../lib/http/masked-path';
import type { CallRecord } from '../../lib/model/call-record';
import { json, LocalServer } from './local-server';

const SECRET = 'hush/hush & Söhne';

describe('The log of calls', () => {
  const call = (at: number, code?: string): CallRecord => ({
    at,
    system: 'Rev.io',
    host: 'h',
    method: 'GET',
    path: '/',
    operation: 'list customers',
    ms: 1,
    attempt: 1,
    ...(code ? { code } : {}),
  });

  it('keeps those that failed, and the last 2,000 of the others, in their order', () => {
    const log = new CallLog();
    log.add(call(0, 'TIMEOUT'));
    for (let at = 1; at <= 10_000; at += 1) log.add(call(at));
    const all = log.all();
    assert.deepEqual([all.length, log.dropped], [2_001, 8_000]);
    assert.deepEqual([all[0]?.code, all[1]?.at, all.at(-1)?.at], ['TIMEOUT', 8_001, 10_000]);
    assert.deepEqual(
      all.map(({ at }) => at),
      all.map(({ at }) => at).sort((a, b) => a - b),
    );
  });

  it('is bounded in a storm of failures too', () => {
    const log = new CallLog();
    for (let at = 0; at < 20_000; at += 1) log.add(call(at, 'SERVER_ERROR'));
    assert.deepEqual([log.all().length, log.dropped], [5_000, 15_000]);
  });

  describe('of a client', () => {
    let server: LocalServer;
    let client: HttpClient;
    beforeEach(async () => {
      server = await LocalServer.start((_request, response) => json(response, { ok: true }));
      client = new HttpClient({
        system: 'Rev.io',
        baseUrl: `${server.url}/api`,
        callsPerMinute: 100_000,
        maxConcurrent: 10,
        secrets: [SECRET],
        retry: { tries: 2, baseMs: 1, capMs: 2 },
      });
    });
    afterEach(async () => {
      client.destroy();
      await server.stop();
    });

    it('tells each request with its try, status, size and failure', async () => {
      let asked = 0;
      server.handler = (_request, response) => {
        asked += 1;
        if (asked === 1) {
          response.statusCode = 500;
          response.end('broken');
        } else json(response, { ok: true });
      };
      const counter = new CallCounter();
      await countCalls(counter, () =>
        client.request({
          method: 'GET',
          path: '/Customers',
          query: { 'search.page': 2 },
          operation: 'list customers',
          kind: 'read',
        }),
      );
      const [first, second, ...rest] = counter.log.all();
      assert.deepEqual(rest, []);
      assert.deepEqual(
        [first?.attempt, first?.status, first?.code, first?.bytes],
        [1, 500, 'SERVER_ERROR', 'broken'.length],
      );
      assert.match(first?.error ?? '', /failed on its own side/);
      const { at, ms, host, ...told } = second ?? assert.fail('no second call');
      assert.ok(at > 0 && ms >= 0 && host === client.host);
      assert.deepEqual(told, {
        system: 'Rev.io',
        method: 'GET',
        path: '/api/Customers?search.page=2',
        operation: 'list customers',
        attempt: 2,
        status: 200,
        bytes: '{"ok":true}'.length,
      });
    });

    it('S21: shows no secret, whether by its value or by its name, no header and no body', async () => {
      const counter = new CallCounter();
      await countCalls(counter, () =>
        client.request({
          method: 'POST',
          path: `/Login/${encodeURIComponent(SECRET)}`,
          query: { password: 'unknown-to-us', sessionToken: 'abcd1234', name: SECRET, page: 1 },
          headers: { Authorization: `Bearer ${Buffer.from(SECRET).toString('base64')}` },
          body: { secret: SECRET },
          operation: 'log in',
          kind: 'write',
        }),
      );
      const told = JSON.stringify(counter.log.all());
      assert.doesNotMatch(told, /hush|unknown-to-us|abcd1234|Bearer|S%C3%B6hne/);
      assert.equal(counter.log.all()[0]?.path, '/api/Login/***?password=***&sessionToken=***&name=***&page=1');
    });
  });

  it('S21: cuts a path that is too long, and leaves a query without values alone', () => {
    const mask = pathMask([]);
    assert.equal(mask(new URL('http://h/a?wsdl')), '/a?wsdl');
    assert.equal(mask(new URL(`http://h/${'x'.repeat(900)}`)).length, 500);
  });
});
