import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CmsClient, createCmsClient } from '../../lib/cms/client';
import { DealerSyncError } from '../../lib/errors';
import { LocalServer } from '../http/local-server';
import { SETTINGS } from './settings';

/**
 * Each folder of `fixtures/` is one thing about the wire: what is called (`case.json`), the requests that must go out
 * and the replies that come back (a second exchange is `request-2.xml`, `response-2.xml`), and the value or error that
 * must come of it.
 */
interface Case {
  call: Exclude<keyof CmsClient, 'label' | 'user' | 'host' | 'destroy'>;
  args: unknown[];
  /** HTTP status of the replies. */
  status?: number;
  value?: unknown;
  error?: { code: string; acted: string; transient?: boolean; status?: number; field?: string; says?: string };
}

const FOLDER = join(__dirname, 'fixtures');

describe('CMS wire, by fixtures', () => {
  let server: LocalServer;
  let client: CmsClient;
  before(async () => {
    server = await LocalServer.start(() => undefined);
    client = createCmsClient({ ...SETTINGS, serverUrl: `${server.url}/cms/` });
  });
  after(async () => {
    client.destroy();
    await server.stop();
  });

  for (const name of readdirSync(FOLDER)) {
    it(name.replaceAll('_', ' '), async () => {
      const read = (file: string) => readFileSync(join(FOLDER, name, file), 'utf8');
      const { call, args, status = 200, value, error } = JSON.parse(read('case.json')) as Case;
      const numbers = ['', '-2'].filter((number) => existsSync(join(FOLDER, name, `request${number}.xml`)));
      const replies = numbers.map((number) => read(`response${number}.xml`));
      server.bodies.length = server.calls.length = server.heads.length = 0;
      server.handler = (_request, response) => {
        response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(replies.shift());
      };

      const outcome = await settle(() => (client[call] as (...args: unknown[]) => unknown)(...args));

      const sent = numbers.map((number) => read(`request${number}.xml`));
      assert.deepEqual(server.bodies.map(squeezed), sent.map(squeezed));
      for (const [index, request] of sent.entries()) {
        const operation = /<(\w+) xmlns="http:\/\/tempuri.org\/">/.exec(request)?.[1];
        const service = operation?.includes('Contact') || operation === 'GetCodeList' ? 'contacts' : 'site';
        assert.equal(server.calls[index], `POST /cms/${service}.asmx`);
        assert.equal(server.heads[index]?.soapaction, `"http://tempuri.org/${operation}"`);
        assert.match(server.heads[index]?.['content-type'] ?? '', /^text\/xml; charset="?utf-8"?$/);
      }
      assert.doesNotMatch(JSON.stringify(outcome), /PLANTED|SIMCODE1/, 'a secret left the client (S21)');
      if (error) assertError(outcome.error, error);
      else if (outcome.error) throw outcome.error;
      else assert.deepEqual(outcome.value ?? null, value);
    });
  }
});

async function settle(work: () => unknown): Promise<{ value?: unknown; error?: unknown }> {
  try {
    const result = work();
    if (!isIterable(result)) return { value: await result };
    const all: unknown[] = [];
    for await (const batch of result) all.push(...batch);
    return { value: all };
  } catch (error) {
    return { error };
  }
}

function isIterable(value: unknown): value is AsyncIterable<unknown[]> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function assertError(error: unknown, expected: NonNullable<Case['error']>): void {
  if (!(error instanceof DealerSyncError)) throw error ?? new Error(`no ${expected.code}`);
  const { code, acted, transient, cause } = error;
  assert.equal(`${code} ${acted}`, `${expected.code} ${expected.acted}`, error.message);
  if (expected.transient !== undefined) assert.equal(transient, expected.transient);
  if (expected.status !== undefined) assert.equal(cause.status, expected.status);
  if (expected.field !== undefined) assert.equal(cause.field, expected.field);
  if (expected.says !== undefined) assert.ok(error.message.includes(expected.says), error.message);
  assert.equal(cause.system, 'CMS');
  assert.doesNotMatch(`${error.message} ${JSON.stringify(cause)}`, /SIMCODE1/, 'a secret in an error (S21)');
}

function squeezed(xml: string): string {
  return xml.replace(/>\s+</g, '><').replace(/\s+/g, ' ').trim();
}
