import assert from 'node:assert/strict';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import {
  DEALER_GROUP,
  lostReply,
  OTHER_DEALER_GROUP,
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  REFUSED,
  SESSION_LOST,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { HandClock } from '../http/hand-clock';
import { assertError, settle } from './outcomes';
import { SETTINGS } from './settings';

const DRAFT = {
  kind: 'business' as const,
  name: 'Ash & Birch Dental',
  accountNumber: 'NEW1',
  address: { line1: '1 Main St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' },
  madeFor: '1003',
};
const WRITES = ['SiteInsert', 'SiteGroupLinkInsert', 'DeviceInsert'];

describe('a create of three writes that breaks off', () => {
  let simulator: RapidResponseSimulator;
  let client: RapidResponseClient;
  beforeEach(async () => {
    simulator = await startRapidResponseSimulator({ seed: 'small', switches: { callsPerSecond: 0 } });
    client = createRapidResponseClient({
      ...SETTINGS,
      ...RAPID_RESPONSE_CREDENTIALS,
      baseUrl: simulator.url,
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
    });
  });
  afterEach(async () => {
    await client.destroy();
    assert.deepEqual(simulator.breaches.list(), []);
    await simulator.close();
  });
  const counts = () => [simulator.state.sites.all().length, simulator.state.devices.all().length];

  for (const operation of WRITES) {
    for (const failure of ['refused', 'lost']) {
      it(`at ${operation}, ${failure}, is found by its mark and finished, one site and one device (S6, S15)`, async () => {
        const [sites = 0, devices = 0] = counts();
        simulator.faults.add(
          failure === 'lost' ? lostReply({ operation }) : { match: { operation }, nth: 1, ...REFUSED },
        );

        const { error } = await settle(() => client.createAccount(DRAFT));

        const untouched = operation === WRITES[0] && failure === 'refused';
        assertError(error, {
          code: failure === 'lost' ? 'CONNECTION_LOST' : 'REFUSED',
          acted: untouched ? 'no' : 'unknown',
        });
        const [begun] = (await client.unfinished.list()).get('1003') ?? [];
        assert.equal(begun === undefined, untouched);
        const made = begun ? await client.unfinished.finish(begun, 'NEW1') : await client.createAccount(DRAFT);
        assert.deepEqual([made.accountNumber, made.incomplete, made.madeFor], ['NEW1', undefined, '1003']);
        assert.deepEqual(await client.unfinished.finish(made, 'NEW1'), made, 'safe to repeat');
        assert.deepEqual(counts(), [sites + 1, devices + 1]);
        assert.deepEqual(simulator.state.groupsOf(Number(made.id)), [DEALER_GROUP]);
      });
    }

    it(`at ${operation}, its session over, goes on with a new one`, async () => {
      const [sites = 0, devices = 0] = counts();
      simulator.faults.add({ match: { operation }, nth: 1, ...SESSION_LOST });
      const made = await client.createAccount(DRAFT);
      assert.equal(made.accountNumber, 'NEW1');
      assert.deepEqual(counts(), [sites + 1, devices + 1], 'each write once');
    });
  }

  it('in a group that the station refuses begins no second site, until the settings are checked for the next run', async () => {
    const foreign = createRapidResponseClient({
      ...SETTINGS,
      ...RAPID_RESPONSE_CREDENTIALS,
      baseUrl: simulator.url,
      dealerNumber: String(OTHER_DEALER_GROUP),
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
    });
    const [sites = 0] = counts();
    const create = async (madeFor: string) =>
      (await settle(() => foreign.createAccount({ ...DRAFT, madeFor, accountNumber: `N-${madeFor}` }))).error;
    const code = 'GROUP_NOT_ALLOWED';
    assertError(await create('1003'), { code, acted: 'unknown' });
    assertError(await create('1004'), { code, acted: 'no', says: 'Customer 1004 (Ash & Birch Dental)' });
    assert.equal(counts()[0], sites + 1);
    await foreign.checkCreates();
    assertError(await create('1005'), { code, acted: 'unknown' });
    await foreign.destroy();
  });
});
