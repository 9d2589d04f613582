import assert from 'node:assert/strict';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import { HandClock } from '../http/hand-clock';
import { assertError, settle } from './outcomes';
import { SETTINGS } from './settings';
import { type Failure, RapidResponseStation } from './station';

const DRAFT = {
  kind: 'business' as const,
  name: 'Ash & Birch Dental',
  accountNumber: 'NEW1',
  address: { line1: '1 Main St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' },
  madeFor: '1003',
};
const WRITES = ['Site/SiteInsert', 'Site/SiteGroupLinkInsert', 'Device/DeviceInsert'];

describe('a create of three writes that breaks off', () => {
  let station: RapidResponseStation;
  let client: RapidResponseClient;
  beforeEach(async () => {
    station = await RapidResponseStation.start();
    const { username, password } = station.login;
    client = createRapidResponseClient({
      ...SETTINGS,
      username,
      password,
      baseUrl: station.url,
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
    });
  });
  afterEach(async () => {
    await client.destroy();
    await station.stop();
  });

  for (const endpoint of WRITES) {
    for (const failure of ['refused', 'lost'] satisfies Failure[]) {
      it(`at ${endpoint}, ${failure}, is found by its mark and finished, one site and one device (S6, S15)`, async () => {
        const [sites, devices] = [station.sites.length, station.devices.length];
        station.failures.set(endpoint, failure);

        const { error } = await settle(() => client.createAccount(DRAFT));

        const untouched = endpoint === WRITES[0] && failure === 'refused';
        assertError(error, {
          code: failure === 'lost' ? 'CONNECTION_LOST' : 'REFUSED',
          acted: untouched ? 'no' : 'unknown',
        });
        const [begun] = (await client.unfinished.list()).get('1003') ?? [];
        assert.equal(begun === undefined, untouched);
        const made = begun ? await client.unfinished.finish(begun, 'NEW1') : await client.createAccount(DRAFT);
        assert.deepEqual([made.accountNumber, made.incomplete, made.madeFor], ['NEW1', undefined, '1003']);
        assert.deepEqual(await client.unfinished.finish(made, 'NEW1'), made, 'safe to repeat');
        assert.deepEqual([station.sites.length, station.devices.length], [sites + 1, devices + 1]);
        assert.equal(station.sites.at(-1)?.SiteGroupNum, 390041);
      });
    }

    it(`at ${endpoint}, its session over, goes on with a new one`, async () => {
      const before = station.writes;
      station.failures.set(endpoint, 'session-over');
      const made = await client.createAccount(DRAFT);
      assert.equal(made.accountNumber, 'NEW1');
      assert.equal(station.writes - before, WRITES.length, 'each write once');
    });
  }
});
