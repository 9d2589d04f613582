import assert from 'node:assert/strict';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import type { RapidResponseSettings } from '../../lib/rapid-response/settings';
import {
  lostReply,
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  rateLimitFault,
  SESSION_LOST,
  SMALL_RR_SITES,
  SQL_LOST,
  startRapidResponseSimulator,
  UNAVAILABLE,
} from '../../simulators/rapid-response';
import { HandClock } from '../http/hand-clock';
import { assertError, settle } from './outcomes';
import { SETTINGS } from './settings';

const DRAFT = {
  kind: 'business' as const,
  name: 'Brand & New <Dental>',
  accountNumber: 'NEW-0001',
  address: { line1: '99 New Rd', line2: 'Suite 4', city: 'Testville', state: 'NY', postalCode: '00001' },
  madeFor: '1099',
};

describe('Rapid Response client against the simulator', () => {
  let simulator: RapidResponseSimulator;
  let clients: RapidResponseClient[];
  beforeEach(async () => {
    simulator = await startRapidResponseSimulator({ seed: 'small', switches: { callsPerSecond: 0 } });
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) await client.destroy();
    assert.equal(simulator.sessions.count, 0, 'every session was logged out');
    assert.deepEqual(simulator.breaches.list(), []);
    await simulator.close();
  });

  /** Waits of the HTTP stack pass at once. */
  function connect(settings: Partial<RapidResponseSettings> = {}): RapidResponseClient {
    const client = createRapidResponseClient({
      ...SETTINGS,
      ...RAPID_RESPONSE_CREDENTIALS,
      baseUrl: simulator.url,
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
      ...settings,
    });
    clients.push(client);
    return client;
  }
  const all = async (client: RapidResponseClient) => {
    const accounts = [];
    for await (const batch of client.listAccounts()) accounts.push(...batch);
    return accounts;
  };

  it('lists the sites of the dealer group, once each, each with its status and why it is left out', async () => {
    const accounts = await all(connect());
    const byId = new Map(accounts.map((account) => [Number(account.id), account]));
    const { foreign, halfMade, ...ours } = SMALL_RR_SITES;
    assert.deepEqual([...byId.keys()], Object.values(ours));
    const said = (site: keyof typeof ours) => {
      const account = byId.get(ours[site]);
      return [account?.kind, account?.status, account?.accountNumber];
    };
    assert.deepEqual(said('business'), ['business', 'open', 'A-100']);
    assert.deepEqual(said('residential'), ['residential', 'open', 'A-101']);
    assert.deepEqual(said('cancelled'), ['business', 'closed', 'C-500']);
    assert.deepEqual(said('pending'), ['business', 'pending', 'P-600']);
    assert.deepEqual(said('seasonal'), ['business', 'open', 'S-700']);
    assert.deepEqual(said('noDevice'), ['business', 'pending', undefined]);
    assert.deepEqual(said('otherGroupToo'), ['business', 'open', 'G-900']);
    assert.deepEqual(said('twoDevices'), ['business', 'open', 'T-1']);
    for (const site of ['elevator', 'medical'] as const) {
      assert.equal(byId.get(ours[site])?.setAside, 'neither residential nor commercial');
    }
  });

  it('reads the same in the import spelling, with rows under their own name, and a row for each group', async () => {
    const client = connect();
    const expected = await all(client);
    simulator.switches.importSpelling = true;
    for (const distort of ['rows-by-name', 'row-for-each-group', 'other-groups']) {
      simulator.faults.add({ match: { operation: 'SiteDetailList' }, distort });
      assert.deepEqual(await all(client), expected, distort);
      simulator.faults.clear();
    }
  });

  it('keeps a site whose row names another of its groups, and drops strangers by their links', async () => {
    const client = connect();
    const expected = await all(client);
    for (const siteGroups of ['first', 'each'] as const) {
      simulator.switches.siteGroups = siteGroups;
      simulator.faults.add({ match: { operation: 'SiteDetailList' }, distort: 'other-groups' });
      assert.deepEqual(await all(client), expected, siteGroups);
      simulator.faults.clear();
    }
  });

  it('never takes the silence of a session that is over for an empty list (S10, S18)', async () => {
    const client = connect();
    const expected = await all(client);
    simulator.switches.silentSessionEnd = true;
    for (const operation of ['SiteDetailList', 'DeviceList']) {
      simulator.faults.add({ match: { operation }, nth: 1, ...SESSION_LOST });
      assert.deepEqual(await all(client), expected, operation);
      simulator.faults.clear();
    }
    simulator.sessions.endAll();
    assert.equal((await client.getAccount(String(SMALL_RR_SITES.business)))?.accountNumber, 'A-100');
    simulator.sessions.endAll();
    assert.equal((await client.findAccountsByNumber('A-100')).length, 1);
  });

  it('logs in again when a session ends in the middle, and keeps one at a time', async () => {
    const client = connect();
    await all(client);
    simulator.faults.add({ match: { operation: 'DeviceInsert' }, nth: 1, ...SESSION_LOST });
    const made = await client.createAccount(DRAFT);
    assert.equal(made.accountNumber, DRAFT.accountNumber);
    assert.equal(simulator.sessions.count, 1);
    assert.equal(simulator.sessions.opened, 2);
  });

  it('returns what the station kept of a create and an update (S3), its device not in service', async () => {
    simulator.switches.upperCase = true;
    const client = connect();
    const made = await client.createAccount(DRAFT);
    assert.deepEqual(
      [made.accountNumber, made.name, made.address.line2, made.madeFor, made.status],
      [DRAFT.accountNumber, 'BRAND & NEW <DENTAL>', 'SUITE 4', '1099', 'pending'],
    );
    const long = 'A name of more than sixty characters, which is more than the station keeps of one';
    const changed = await client.updateAccount(made.id, {
      kind: 'business',
      name: { name: long },
      address: { line2: '' },
    });
    assert.deepEqual([changed.name, changed.address.line2], [long.slice(0, 60).toUpperCase(), '']);
    assert.equal((await connect({ inService: true }).createAccount({ ...DRAFT, accountNumber: 'ON' })).status, 'open');
  });

  it('finds a number exactly, with case, also out of service and of another dealer', async () => {
    const client = connect();
    const ids = async (number: string) => (await client.findAccountsByNumber(number)).map(({ id }) => Number(id));
    assert.deepEqual(await ids('T-2'), [SMALL_RR_SITES.twoDevices]);
    assert.deepEqual(await ids('C-500'), [SMALL_RR_SITES.cancelled]);
    assert.deepEqual(await ids('X-1000'), [SMALL_RR_SITES.foreign]);
    assert.deepEqual(await ids('a-100'), []);
    assert.deepEqual(await ids('%'), []);
    assert.deepEqual(await ids('NONE'), []);
  });

  it('finds the half-made site by its mark, which no listing of the group shows, and finishes it', async () => {
    const client = connect();
    const marked = (await client.unfinished.list()).get('1015') ?? [];
    assert.deepEqual(
      marked.map(({ id, incomplete }) => [Number(id), incomplete]),
      [[SMALL_RR_SITES.halfMade, true]],
    );
    const [begun] = marked;
    assert.ok(begun);
    const made = await client.unfinished.finish(begun, 'H-1');
    assert.deepEqual([made.accountNumber, made.incomplete], ['H-1', undefined]);
    assert.ok((await all(client)).some(({ id }) => id === begun.id));
  });

  it('cancels with the code that confirms it, and nothing else', async () => {
    const client = connect();
    const business = String(SMALL_RR_SITES.business);
    const before = simulator.log.writes().length;
    for (const [id, code] of [
      [business, 'A-101'],
      [business, 'a-100'],
      [String(SMALL_RR_SITES.noDevice), ''],
    ] as const) {
      const { error } = await settle(() => client.cancelAccount(id, code));
      assertError(error, { code: 'CANCEL_NOT_CONFIRMED', acted: 'no' });
    }
    assert.equal(simulator.log.writes().length, before);
    assert.equal((await client.cancelAccount(business, 'A-100')).status, 'closed');
    assert.equal((await client.cancelAccount(String(SMALL_RR_SITES.twoDevices), 'T-1')).status, 'closed');
  });

  it('names each refusal by its field, and says who has to look when something stands already', async () => {
    const refusal = async (settings: Partial<RapidResponseSettings>, draft: object, code: string, acted: string) => {
      const client = connect(settings);
      const { error } = await settle(() => client.createAccount({ ...DRAFT, ...draft }));
      await client.destroy();
      assertError(error, { code, acted, says: 'Customer 1099 (Brand & New <Dental>)' });
    };
    await refusal({ timeZone: '99' }, {}, 'UNKNOWN_TIME_ZONE', 'no');
    await refusal({ commercialTypes: ['Z'] }, {}, 'UNKNOWN_SITE_TYPE', 'no');
    await refusal({ dealerNumber: '390042' }, {}, 'GROUP_NOT_ALLOWED', 'unknown');
    await refusal({ deviceType: 'NONE' }, {}, 'UNKNOWN_DEVICE_TYPE', 'unknown');
    await refusal({}, { accountNumber: 'A-100' }, 'ACCOUNT_NUMBER_TAKEN', 'unknown');
    const { error } = await settle(() => connect({ password: 'PLANTED-WRONG' }).listSiteTypes());
    assertError(error, { code: 'BAD_LOGIN', acted: 'no' });
  });

  it('offers the live lists, and says before the first create what is wrong with the settings', async () => {
    const client = connect();
    assert.deepEqual(
      (await client.listDealerGroups()).map(({ id, label }) => [id, label]),
      [
        ['390041', 'Simulated Alarm Dealer'],
        ['390042', 'Another Dealer'],
        ['700001', 'Region North'],
      ],
    );
    assert.deepEqual(
      (await client.listDeviceTypes()).filter(({ active }) => !active).map(({ id }) => id),
      ['OLDPOTS'],
    );
    assert.deepEqual(await client.probe(), []);
    await client.checkCreates();
    for (const [settings, code] of [
      [{ deviceType: 'OLDPOTS' }, 'UNKNOWN_DEVICE_TYPE'],
      [{ timeZone: '99' }, 'UNKNOWN_TIME_ZONE'],
      [{ dealerNumber: '123' }, 'UNKNOWN_DEALER_NUMBER'],
    ] as const) {
      const wrong = connect(settings);
      assertError((await settle(() => wrong.checkCreates())).error, { code, acted: 'no' });
      assert.equal((await wrong.probe()).length, 1);
      await wrong.destroy();
    }
  });

  it('outlives what a station does now and then: 429, 503, a lost database; a lost write stays unknown', async () => {
    const client = connect();
    const expected = await all(client);
    for (const fault of [rateLimitFault(1), { ...UNAVAILABLE, headers: { 'retry-after': '1' } }, SQL_LOST]) {
      simulator.faults.add({ match: { operation: 'SiteDetailList' }, nth: 1, ...fault });
      assert.deepEqual(await all(client), expected);
      simulator.faults.clear();
    }
    simulator.faults.add(lostReply({ operation: 'SiteUpdate' }));
    const { error } = await settle(() =>
      client.updateAccount(String(SMALL_RR_SITES.business), { kind: 'business', address: { city: 'Elsewhere' } }),
    );
    assertError(error, { code: 'CONNECTION_LOST', acted: 'unknown' });
  });
});
