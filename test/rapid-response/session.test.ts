import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import { HandClock } from '../http/hand-clock';
import { json, LocalServer } from '../http/local-server';
import { assertError, settle } from './outcomes';
import { SETTINGS } from './settings';

/** A station that knows sessions and site types, and nothing else. */
class Doorman {
  logins = 0;
  readonly open = new Set<number>();
  readonly loggedOut: number[] = [];
  login = (response: ServerResponse) => {
    this.logins += 1;
    this.open.add(this.logins);
    const session = { SessionNum: this.logins, SessionPassword: `PLANTED-SESSION-${this.logins}` };
    json(response, { Success: true, OutputParameter: session });
  };

  answer(path: string, body: string, response: ServerResponse): void {
    if (path.endsWith('/Login/UserLogin')) {
      this.login(response);
      return;
    }
    const { SessionNum: number } = JSON.parse(body) as { SessionNum: number };
    if (path.endsWith('/Login/Logout')) {
      this.loggedOut.push(number);
      this.open.delete(number);
      json(response, { Success: true, OutputParameter: {} });
    } else if (this.open.has(number)) {
      json(response, { Success: true, ResultSet: [{ Code: 'R', Description: 'Residential', ActiveFlag: true }] });
    } else {
      json(response, { Success: false, ErrorTypeNum: 'InvalidSession', UserErrorMessage: '' });
    }
  }
}

describe('Rapid Response session', () => {
  let server: LocalServer;
  let station: Doorman;
  let client: RapidResponseClient;
  beforeEach(async () => {
    station = new Doorman();
    server = await LocalServer.start((request, response, body) => station.answer(request.url ?? '', body, response));
    client = createRapidResponseClient({
      ...SETTINGS,
      baseUrl: `${server.url}/api`,
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
    });
  });
  afterEach(async () => {
    await client.destroy();
    await server.stop();
  });
  const manyCalls = () => Promise.all(Array.from({ length: 12 }, () => client.listSiteTypes()));

  it('opens one for all calls, also when they come at once', async () => {
    await manyCalls();
    await client.listSiteTypes();
    assert.equal(station.logins, 1);
  });

  it('opens one more for all calls that find it ended at once', async () => {
    await client.listSiteTypes();
    station.open.clear();
    await manyCalls();
    assert.equal(station.logins, 2);
  });

  it('gives up when it is ended right after the login, again and again', async () => {
    station.login = (response) => {
      station.logins += 1;
      json(response, { Success: true, OutputParameter: { SessionNum: station.logins, SessionPassword: 'x' } });
    };
    assertError((await settle(() => client.listSiteTypes())).error, {
      code: 'SESSION_ENDED',
      acted: 'no',
      transient: true,
    });
    assert.equal(station.logins, 2);
  });

  it('does not keep a login that failed', async () => {
    const login = station.login;
    station.login = (response) => json(response, { Success: false, ErrorTypeNum: 0, UserErrorMessage: 'No.' });
    const { error } = await settle(() => client.listSiteTypes());
    assertError(error, { code: 'BAD_LOGIN', acted: 'no', field: 'username', says: 'Username or the Password' });
    station.login = login;
    assert.equal((await client.listSiteTypes()).length, 1);
  });

  it('says it when the login has too many sessions, and that waiting helps', async () => {
    station.login = (response) =>
      json(response, { Success: false, ErrorTypeNum: 9, UserErrorMessage: 'Too many sessions for PLANTED-PASSWORD' });
    assertError((await settle(() => client.listSiteTypes())).error, {
      code: 'TOO_MANY_SESSIONS',
      acted: 'no',
      transient: true,
    });
  });

  it('is logged out of once, and only if it was opened', async () => {
    await client.destroy();
    assert.deepEqual(server.calls, []);
    client = createRapidResponseClient({ ...SETTINGS, baseUrl: `${server.url}/api` });
    await client.listSiteTypes();
    await client.destroy();
    await client.destroy();
    assert.deepEqual(station.loggedOut, [1]);
  });

  it('is left to end by itself when the station does not answer the logout', async () => {
    await client.listSiteTypes();
    server.handler = (_request, response) => response.destroy();
    await client.destroy();
  });

  it('stays with the login that others wait for when the first to need it gives up', async () => {
    const held: ServerResponse[] = [];
    const { login } = station;
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    station.login = (response) => {
      held.push(response);
      arrived();
    };
    const impatient = new AbortController();
    const first = settle(() => client.listSiteTypes(impatient.signal));
    const second = client.listSiteTypes();
    await asked;
    impatient.abort();
    for (const response of held) login(response);
    assert.equal((await second).length, 1);
    assertError((await first).error, { code: 'ABORTED', acted: 'no' });
    assert.equal(station.logins, 1);
  });
});
