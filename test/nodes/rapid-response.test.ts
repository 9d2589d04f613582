import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import {
  HTML_PAGE,
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  SMALL_RR_SITES,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { answersOf, refusalsOf } from './one-message';
import { heardNode, Rig } from './rig';

const OPERATIONS = [
  'list-sites',
  'get-site',
  'find-site',
  'create-site',
  'update-site',
  'list-device-types',
  'list-time-zones',
  'list-site-types',
];
const ADDRESS = { line1: '1 New St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
const DRAFT = { kind: 'business', name: 'New Bakery', accountNumber: 'NEW0001', address: ADDRESS, madeFor: '1003' };

describe('rapid-response', () => {
  const rig = new Rig();
  let station: RapidResponseSimulator;
  const site = String(SMALL_RR_SITES.business);

  before(async () => {
    station = await startRapidResponseSimulator({ seed: 'small', switches: { callsPerSecond: 0 } });
    const { username, password } = RAPID_RESPONSE_CREDENTIALS;
    const config = (id: string, fields: object = {}) => ({
      id,
      type: 'dealer-sync-rapid-response-config',
      baseUrl: station.url,
      dealerNumber: '390041',
      deviceType: '2GIGCP21',
      timezone: '13',
      callsPerMinute: '60000',
      ...fields,
    });
    await rig.load(
      [
        config('rr-config'),
        config('wrong-config'),
        config('blank-config', { baseUrl: '' }),
        config('groupless-config', { dealerNumber: '' }),
        ...OPERATIONS.map((op) => heardNode(op, 'rapid-response', 1, { rapidResponse: 'rr-config', op })),
        heardNode('unset', 'rapid-response', 1, { rapidResponse: '', op: 'list-sites' }),
        heardNode('gone', 'rapid-response', 1, { rapidResponse: 'no-such-node', op: 'get-site' }),
        heardNode('no-op', 'rapid-response', 1, { rapidResponse: 'rr-config', op: 'paint-site' }),
        heardNode('wrong', 'rapid-response', 1, { rapidResponse: 'wrong-config', op: 'list-sites' }),
        heardNode('blank', 'rapid-response', 1, { rapidResponse: 'blank-config', op: 'list-sites' }),
        heardNode('groupless', 'rapid-response', 1, { rapidResponse: 'groupless-config', op: 'list-sites' }),
      ],
      {
        'rr-config': { username, password },
        'groupless-config': { username, password },
        'wrong-config': { username, password: `${password}-PLANTED-WRONG` },
      },
    );
  });
  after(async () => {
    await rig.unload();
    await station.close();
  });
  afterEach(() => {
    station.faults.clear();
    assert.deepEqual(station.breaches.list(), []);
  });

  const one = answersOf(rig);

  it('lists the sites of the dealer group as items, from any trigger', async () => {
    const items = await one('list-sites', Date.now());
    const { foreign, halfMade, ...ours } = SMALL_RR_SITES;
    assert.deepEqual(
      items.map(({ key }: { key: string }) => key),
      Object.values(ours).map((id) => `rapid-response:${id}`),
    );
    assert.deepEqual([items[0].account.accountNumber, items[2].account.kind], ['A-100', 'other']);
  });

  it('gets a site by id, in any of the forms that people send', async () => {
    for (const payload of [site, Number(site), { id: site }, { id: Number(site) }]) {
      assert.equal((await one('get-site', payload)).id, site);
    }
    assert.equal(await one('get-site', '79999'), null);
  });

  it('creates a site with its mark and a device not in service, finds it by number and updates it', async () => {
    const made = await one('create-site', DRAFT);
    assert.deepEqual([made.accountNumber, made.madeFor, made.status], ['NEW0001', '1003', 'pending']);
    assert.equal(station.state.devicesOf(Number(made.id))[0]?.InServiceFlag, false);
    assert.equal((await one('find-site', { accountNumber: 'NEW0001' }))[0].id, made.id);
    const update = { id: made.id, kind: 'business', address: { line1: '2 New St' } };
    assert.equal((await one('update-site', update)).address.line1, '2 New St');
  });

  it('lists the codes that the station knows', async () => {
    for (const [op, id] of [
      ['list-device-types', '2GIGCP21'],
      ['list-time-zones', '13'],
      ['list-site-types', 'CF'],
    ] as const) {
      assert.ok((await one(op)).some((choice: { id: string }) => choice.id === id));
    }
  });

  describe('N1: tells exactly once', () => {
    const fails = refusalsOf(rig, () => station);

    it('of a connection that is not chosen, or gone', async () => {
      await fails('unset', {}, 'NO_CONFIG');
      await fails('gone', site, 'NO_CONFIG');
    });

    it('of blank settings, naming them', async () => {
      assert.match(await fails('blank', {}, 'MISSING_SETTING'), /Base URL, Username, Password/);
      assert.match(await fails('groupless', {}, 'MISSING_DEALER_NUMBER'), /RR_DEALER_NUMBER/);
    });

    it('of a wrong password, without telling it', async () => {
      assert.doesNotMatch(await fails('wrong', {}, 'BAD_LOGIN'), /PLANTED/);
    });

    it('of an operation that there is none', () => fails('no-op', {}, 'BAD_OPERATION'));

    it('of a payload that lacks what the operation needs', async () => {
      for (const payload of [undefined, null, '', {}, { id: {} }]) await fails('get-site', payload, 'BAD_PAYLOAD');
      for (const payload of [undefined, 'text', {}]) await fails('create-site', payload, 'BAD_PAYLOAD');
    });

    it('of what the station would refuse, naming the customer', async () => {
      const state = { ...DRAFT, address: { ...ADDRESS, state: 'New York' } };
      assert.match(await fails('create-site', state, 'BAD_STATE'), /Customer 1003 \(New Bakery\)/);
      await fails('create-site', { ...DRAFT, accountNumber: '1234567890123' }, 'BAD_ACCOUNT_NUMBER');
    });

    it('of a web page', async () => {
      station.faults.add(HTML_PAGE);
      await fails('list-sites', {}, 'HTML_REPLY');
    });
  });

  describe('closed', () => {
    it('has logged out', async () => {
      await one('list-sites');
      assert.ok(station.sessions.count > 0);
      await rig.unload();
      assert.equal(station.sessions.count, 0);
    });
  });
});
