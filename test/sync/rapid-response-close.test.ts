import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import { HTML_PAGE, SESSION_LOST } from '../../simulators/rapid-response';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';

const WORDS = 'Amber Birch Cedar Dahlia Ember Fennel Ginger Hazel Ivory Jasper'.split(' ');

describe('S18 Rapid Response: cancelled and closed', () => {
  let here: RapidResponseInstallation;
  let world: RapidResponseWorld;
  const sites: string[] = [];
  const customers: string[] = [];

  beforeEach(async () => {
    here = await RapidResponseInstallation.start();
    world = here.world;
    for (const [n, word] of WORDS.entries()) {
      const seed = { name: `${word} Works`, line1: `${n + 1} ${word} St`, number: `N${100 + n}` };
      sites[n] = world.site(seed);
      customers[n] = world.customer(seed);
    }
  });
  afterEach(() => here.close());

  const statusOf = (n = 0) => world.revio.state.customers.get(Number(customers[n]))?.status;
  const site = (n = 0) => sites[n] ?? assert.fail();
  const customer = (n = 0) => customers[n] ?? assert.fail();
  const cancelled = (n = 0) =>
    world.rapidResponse.state.devicesOf(Number(site(n))).every((one) => one.OOSCat === 'CANC');

  it('cancelled closes the customer once; a person’s reopening stands, in both halves; the next transition counts', async () => {
    await here.halves('inbound', 'outbound');
    world.setService(site(), 'CANC');
    assert.deepEqual(await here.halves('outbound', 'inbound', 'outbound'), ['revio PATCH Customers/{id}']);
    assert.equal(statusOf(), 'CLOSED');
    world.setCustomer(customer(), { status: 'OPEN' });
    assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
    assert.equal(statusOf(), 'OPEN');
    world.setService(site(), '');
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
    world.setService(site(), 'CANC');
    await here.halves('inbound');
    assert.equal(statusOf(), 'CLOSED');
  });

  it('the outbound half, or the way of one, never reopens at the station: a closed pair stays so', async () => {
    await here.halves('inbound', 'outbound');
    world.setService(site(), 'CANC');
    await here.halves('inbound');
    assert.deepEqual(await here.halves('outbound', 'outbound', 'inbound'), []);
    assert.ok(cancelled());
    assert.equal(world.rapidResponse.state.sites.size, WORDS.length, 'and no second site is made');
  });

  for (const category of ['PEND', 'SEAS'] as const) {
    it(`${category} is not cancelled`, async () => {
      await here.halves('inbound', 'outbound');
      world.setService(site(), category);
      assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
    });
  }

  it('cancelled at first sight is a question to a person, and unlinked it is skipped, not made a customer', async () => {
    world.setService(site(), 'CANC');
    world.site({ name: 'Gamma Glass', line1: '77 New Rd', number: 'Z1', category: 'CANC' });
    const { doc } = await here.inbound();
    assert.deepEqual([doc.counts.conflict, doc.counts.created, statusOf()], [1, 0, 'OPEN']);
    assert.deepEqual(await here.halves('outbound', 'inbound'), []);
    await here.settle(site(), 'status', 'monitoring');
    assert.deepEqual(await here.halves('outbound', 'inbound'), ['revio PATCH Customers/{id}']);
  });

  it('a missing site, a device list that is empty or short, or a list of the half closes nobody (S10)', async () => {
    await here.halves('inbound', 'outbound');
    world.setService(site(1), 'CANC');
    for (const [operation, distort] of [
      ['DeviceList', 'half'],
      ['SiteDetailList', 'half'],
    ] as const) {
      for (const half of ['inbound', 'outbound'] as const) {
        world.rapidResponse.faults.add({ match: { operation }, times: 1, distort });
        const mark = world.mark();
        const { doc } = await here.half(half);
        assert.equal(doc.state, 'held', `${operation} ${distort} ${half}`);
        assert.deepEqual(world.writesSince(mark), []);
        world.rapidResponse.faults.clear();
      }
    }
    const gone = world.rapidResponse.state.devices.all();
    for (const id of sites) world.rapidResponse.edit({ entity: 'devices', action: 'remove', id });
    const mark = world.mark();
    for (const half of ['inbound', 'outbound'] as const) {
      assert.equal((await here.half(half)).doc.state, 'held', 'no device at all');
    }
    assert.deepEqual(world.writesSince(mark), []);
    for (const { row: _, SiteNum, ...device } of gone) world.rapidResponse.state.addDevice(SiteNum, device);

    const [last = ''] = sites.slice(-1);
    world.rapidResponse.edit({ entity: 'sites', action: 'remove', id: last });
    assert.deepEqual(await here.halves('inbound', 'outbound'), ['revio PATCH Customers/{id}']);
    assert.deepEqual([statusOf(1), statusOf(WORDS.length - 1)], ['CLOSED', 'OPEN'], 'only who is cancelled');
  });

  it('a site that lost its devices is incomplete, not cancelled; with one again it is as before', async () => {
    await here.halves('inbound', 'outbound');
    world.rapidResponse.edit({ entity: 'devices', action: 'remove', id: site() });
    assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
    world.rapidResponse.state.addDevice(Number(site()), { TransmitterCode: 'N100', OOSCat: 'CANC' });
    assert.deepEqual(await here.halves('inbound'), ['revio PATCH Customers/{id}'], 'a transition that is seen');
  });

  it('S10 more closes than the limit hold the run', async () => {
    await here.halves('inbound', 'outbound');
    for (const n of [0, 1, 2, 3, 4, 5]) world.setService(site(n), 'CANC');
    const { doc } = await here.inbound();
    assert.deepEqual([doc.state, doc.reasons], ['held', ['6 customers would be closed.']]);
    const approved = await here.inbound({ cause: 'manual', approvedHash: await here.heldPlan() });
    assert.equal(approved.doc.counts.updated, 6);
  });

  it('a customer that is closed in Rev.io cancels nothing at the station', async () => {
    await here.halves('inbound', 'outbound');
    world.setCustomer(customer(), { status: 'CLOSED' });
    assert.deepEqual(await here.halves('outbound', 'inbound', 'outbound'), []);
    assert.ok(!cancelled());
  });

  it('unless a person turned that on: then once per close, never for one that was closed before', async () => {
    world.setCustomer(customer(1), { status: 'CLOSED' });
    await here.inbound();
    await here.decide(site(1), 'accept', customer(1));
    await here.halves('inbound', 'outbound');
    world.setCustomer(customer(2), { status: 'CLOSED' });
    await here.restart({ merge: { cancelAtStation: true } });
    assert.deepEqual(await here.halves('outbound', 'inbound'), [], 'what was closed before is not news');
    world.setCustomer(customer(), { status: 'CLOSED' });
    const mark = world.mark();
    assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound', 'outbound'), [
      'rapid-response DeviceInOutService',
    ]);
    const [call] = world
      .callsSince(mark)
      ['rapid-response'].filter(({ operation }) => operation === 'DeviceInOutService');
    assert.match(call?.body ?? '', /"ConfirmXmit":"N100"/);
    assert.deepEqual([cancelled(), cancelled(1), cancelled(2)], [true, false, false]);
    world.setService(site(), '');
    assert.deepEqual(await here.halves('outbound', 'inbound', 'outbound'), [], 'a person’s word at the station stands');
  });

  it('switched off and on again, what was closed in between is not news', async () => {
    await here.restart({ merge: { cancelAtStation: true } });
    await here.halves('inbound', 'outbound');
    await here.restart({ merge: { cancelAtStation: false } });
    world.setCustomer(customer(), { status: 'CLOSED' });
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
    await here.restart({ merge: { cancelAtStation: true } });
    assert.deepEqual(await here.halves('outbound', 'inbound', 'outbound'), []);
    assert.ok(!cancelled());
  });

  it('a lost cancel is not given up, nor sent twice, by a half that does not cancel (S7, S22)', async () => {
    await here.restart({ merge: { cancelAtStation: true } });
    await here.halves('inbound', 'outbound');
    world.setCustomer(customer(), { status: 'CLOSED' });
    world.rapidResponse.faults.add({ match: { operation: 'DeviceInOutService' }, nth: 1, end: 'reset' });
    assert.equal((await here.outbound()).doc.counts.failed, 1);
    assert.equal((await here.inbound({ cause: 'manual' })).doc.counts.failed, 1, 'it may still come');
    world.setService(site(), 'CANC');
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
    const told = await here.all<AuditEntry>('audit', { operation: 'cancel' });
    assert.deepEqual(
      told.map(({ entityId, recovered }) => [entityId, recovered]),
      [[site(), true]],
    );
  });

  it('a session that is over in the middle of a run, and answers with no rows, closes nobody and writes no less', async () => {
    await here.halves('inbound', 'outbound');
    world.rapidResponse.switches.silentSessionEnd = true;
    for (const operation of ['SiteDetailList', 'DeviceList', 'SiteTypeList']) {
      world.rapidResponse.faults.add({ match: { operation }, nth: 1, ...SESSION_LOST });
      const { doc } = await here.inbound();
      assert.deepEqual([doc.state, doc.counts.unchanged], ['done', WORDS.length], operation);
    }
    world.rapidResponse.faults.add({ match: { operation: 'DeviceList' }, ...HTML_PAGE });
    const mark = world.mark();
    const { doc } = await here.inbound();
    assert.deepEqual([doc.state, world.writesSince(mark)], ['failed', []], 'a page of a proxy is no list');
  });

  it('a cancel whose devices do not all carry the account number is refused, with nothing written', async () => {
    await here.restart({ merge: { cancelAtStation: true } });
    await here.halves('inbound', 'outbound');
    world.rapidResponse.state.addDevice(Number(site()), { TransmitterCode: 'OTHER' });
    world.setCustomer(customer(), { status: 'CLOSED' });
    const mark = world.mark();
    const { doc, run } = await here.outbound();
    assert.equal(doc.counts.failed, 1);
    assert.equal(run.records.get(`rapid-response:${site()}`)?.outcome?.code, 'CANCEL_NOT_CONFIRMED');
    assert.deepEqual(world.writesSince(mark), []);
  });

  it('S10 cancels count against the close limit', async () => {
    await here.restart({ merge: { cancelAtStation: true } });
    await here.halves('inbound', 'outbound');
    for (const n of [0, 1, 2, 3, 4, 5]) world.setCustomer(customer(n), { status: 'CLOSED' });
    const { doc } = await here.outbound();
    assert.deepEqual([doc.state, doc.reasons], ['held', ['6 sites would be cancelled at the station.']]);
  });
});
