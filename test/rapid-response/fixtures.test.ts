import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import { HandClock } from '../http/hand-clock';
import { json, LocalServer } from '../http/local-server';
import { assertError, type ExpectedError, settle } from './outcomes';
import { SETTINGS } from './settings';

/**
 * Each folder of `fixtures/` is one thing about the wire: what is called (`case.json`), and the exchanges that it takes, in
 * order (`wire.json`). Logins are answered on the side, and counted; each opens a session with the next number.
 */
interface Case {
  /** A method of the client; `unfinished.finish` is one of its `unfinished`. */
  call: string;
  args: unknown[];
  value?: unknown;
  error?: ExpectedError;
  /** How many logins it takes; 1 unless said. */
  logins?: number;
}

interface Exchange {
  path: string;
  /** Without the session. */
  request: Record<string, unknown>;
  /** Which login's session it must carry; the first unless said. */
  session?: number;
  status?: number;
  /** A text is sent as it is. */
  response: unknown;
}

const FOLDER = join(__dirname, 'fixtures');

describe('Rapid Response wire, by fixtures', () => {
  let server: LocalServer;
  let client: RapidResponseClient;
  beforeEach(async () => {
    server = await LocalServer.start(() => undefined);
    // A hand that rests: what a cancel writes as its start is known.
    const clock = new HandClock(Date.UTC(2026, 0, 2, 3, 4, 5), true);
    client = createRapidResponseClient({ ...SETTINGS, baseUrl: `${server.url}/api/`, clock });
  });
  afterEach(async () => {
    await client.destroy();
    await server.stop();
  });

  for (const name of readdirSync(FOLDER)) {
    it(name.replaceAll('_', ' '), async () => {
      const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, name, file), 'utf8')) as unknown;
      const { call, args, value, error, logins = 1 } = read('case.json') as Case;
      const wire = read('wire.json') as Exchange[];
      const replies = [...wire];
      const sent: unknown[] = [];
      let sessions = 0;
      server.handler = (request, response, body) => {
        const path = (request.url ?? '').replace('/api/', '');
        const fields = JSON.parse(body) as Record<string, unknown>;
        if (path === 'Login/UserLogin') {
          sessions += 1;
          json(response, loggedIn(sessions));
          return;
        }
        if (path === 'Login/Logout') {
          json(response, { Success: true, OutputParameter: {} });
          return;
        }
        const { SessionNum, SessionPassword, ...rest } = fields;
        assert.equal(SessionPassword, `PLANTED-SESSION-${SessionNum}`);
        sent.push({ path, session: SessionNum, request: rest });
        const { status = 200, response: answer } = replies.shift() ?? { response: 'nothing more was expected' };
        if (typeof answer === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(answer);
        else json(response, answer, status);
      };

      const outcome = await settle(() => called(client, call)(...args));

      assert.deepEqual(
        sent,
        wire.map(({ path, session = 1, request }) => ({ path, session, request })),
      );
      assert.equal(sessions, logins, 'logins');
      if (error) assertError(outcome.error, error);
      else if (outcome.error) throw outcome.error;
      else assert.deepEqual(outcome.value ?? null, value);
      assert.doesNotMatch(JSON.stringify(outcome), /PLANTED/, 'a secret left the client (S21)');
    });
  }
});

function loggedIn(number: number) {
  return { Success: true, OutputParameter: { SessionNum: number, SessionPassword: `PLANTED-SESSION-${number}` } };
}

function called(client: RapidResponseClient, call: string): (...args: unknown[]) => unknown {
  const [owner, method] = call.startsWith('unfinished.')
    ? [client.unfinished as object, call.slice('unfinished.'.length)]
    : [client as object, call];
  const found: unknown = Reflect.get(owner, method);
  if (typeof found !== 'function') throw new Error(`no method ${call}`);
  return found.bind(owner) as (...args: unknown[]) => unknown;
}
