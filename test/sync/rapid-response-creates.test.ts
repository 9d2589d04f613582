import assert from 'node:assert/strict';
import type { PairDoc } from '../../lib/sync/pair';
import { lostReply, REFUSED } from '../../simulators/rapid-response';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';

const WORDS = 'Amber Birch Cedar Dahlia Ember Fennel Ginger Hazel Ivory Jasper Kelp Lilac'.split(' ');

describe('Rapid Response: sites of new customers', () => {
  let here: RapidResponseInstallation;
  let world: RapidResponseWorld;

  beforeEach(async () => {
    here = await RapidResponseInstallation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  function customers(count: number): string[] {
    return Array.from({ length: count }, (_, n) =>
      world.customer({ name: `${WORDS[n]} Works`, line1: `${n + 1} ${WORDS[n]} St`, number: `N${100 + n}` }),
    );
  }
  const eta = { name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' };
  const siteOf = (code: string) => {
    const device = world.rapidResponse.state.deviceByCode(code) ?? assert.fail(`no device ${code}`);
    return world.rapidResponse.state.sites.get(device.SiteNum) ?? assert.fail(`no site of ${code}`);
  };

  it('S10 the first plan over the limit is held, with nothing written; approving writes exactly it', async () => {
    await here.restart({ limits: { createCount: 10, createShare: 0 } });
    customers(11);
    const held = await here.outbound();
    assert.deepEqual([held.doc.state, held.doc.counts.held], ['held', 11]);
    assert.deepEqual(held.doc.reasons, ['11 records would be created.']);
    assert.equal(world.rapidResponse.state.sites.size, 0);
    const hash = await here.heldPlan();

    world.customer({ name: 'Lilac Works', line1: '12 Lilac St', number: 'N111' });
    assert.equal((await here.outbound({ cause: 'manual', approvedHash: hash })).doc.state, 'held', 'another plan');
    assert.equal(world.rapidResponse.state.sites.size, 0);
    const approved = await here.outbound({ cause: 'manual', approvedHash: await here.heldPlan() });
    assert.deepEqual([approved.doc.state, approved.doc.counts.created], ['done', 12]);
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
  });

  it('a site has the form of the contract: group, type, time zone, device type, not in service, our mark', async () => {
    const business = world.customer({ ...eta, line2: 'Rear', state: 'New York', zip: '00001-1234' });
    const person = world.customer({ name: ['Theo', 'Theta'], line1: '6 Push Ln', number: 'P600' });
    assert.equal((await here.outbound()).doc.counts.created, 2);
    const { state } = world.rapidResponse;
    const { SiteNum, ChangeDateUTC, ...site } = siteOf('P500');
    assert.ok(ChangeDateUTC);
    assert.deepEqual(site, {
      SiteName: 'Eta Electric',
      SiteType: 'C',
      Address: '5 Push Ln',
      Address2: 'Rear',
      City: 'Testville',
      State: 'NY',
      ZipCode: '00001-1234',
      County: '',
      Country: 'US',
      TimeZoneNum: 13,
      Phone: '',
      SiteID1: business,
      SiteID2: '',
      BillingID: '',
      SiteStatus: 'ACTIVE',
    });
    assert.deepEqual(state.groupsOf(SiteNum), [390041]);
    const [device] = state.devicesOf(SiteNum);
    assert.deepEqual([device?.DeviceType, device?.InServiceFlag], ['2GIGCP21', false]);
    const home = siteOf('P600');
    assert.deepEqual([home.SiteType, home.SiteName, home.SiteID1], ['R', 'Theo Theta', person]);
    assert.deepEqual(
      world.picture().keyLinks,
      ['Eta Electric [P500] = customer P500', 'Theo Theta [P600] = customer P600'],
      'the key link’s external id is the site number',
    );
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
  });

  it('in service only where a person turned that on; a customer who is not open gets no site', async () => {
    for (const status of ['CLOSED', 'PENDING']) {
      world.customer({ name: `${status} Company`, line1: '1 Side St', number: status, status });
    }
    world.customer(eta);
    await here.restart({}, { inService: true });
    const { doc } = await here.outbound();
    assert.deepEqual([doc.counts.created, doc.counts.skipped], [1, 2]);
    assert.equal(world.rapidResponse.state.deviceByCode('P500')?.InServiceFlag, true);
  });

  it('S13 bad records are each a clear error, on that record alone; the rest goes on, and nothing is half made', async () => {
    const bad = {
      long: world.customer({ name: 'Long Number', line1: '1 Bad St', number: 'N123456789012' }),
      blank: world.customer({ name: 'Blank Number', line1: '2 Bad St', number: 'N 12' }),
      none: world.customer({ name: 'No Number', line1: '3 Bad St', number: '' }),
      state: world.customer({ name: 'No State', line1: '4 Bad St', number: 'B4', state: '' }),
      foreign: world.customer({ name: 'Far State', line1: '5 Bad St', number: 'B5', state: 'Bavaria' }),
      street: world.customer({ name: 'No Street', line1: '', number: 'B6' }),
      twice: world.customer({ name: 'Same Number One', line1: '7 Bad St', number: 'B7' }),
      again: world.customer({ name: 'Another Company', line1: '8 Bad St', number: 'B7' }),
    };
    // Rev.io numbers whom nobody has numbered; somebody may take the number away.
    world.setCustomer(bad.none, { account_number: '' });
    customers(3);
    const { doc, run } = await here.outbound();
    assert.equal(doc.state, 'done');
    const codes = Object.entries(bad).map(([key, id]) => [key, run.records.get(`revio:${id}`)?.outcome?.code]);
    assert.deepEqual(Object.fromEntries(codes), {
      long: 'BAD_ACCOUNT_NUMBER',
      blank: 'BAD_ACCOUNT_NUMBER',
      none: 'REQUIRED_BLANK',
      state: 'MISSING_STATE',
      foreign: 'UNKNOWN_STATE',
      street: 'REQUIRED_BLANK',
      twice: 'DOUBLE_ACCOUNT_NUMBER',
      again: 'DOUBLE_ACCOUNT_NUMBER',
    });
    for (const id of Object.values(bad)) {
      const reason = run.records.get(`revio:${id}`)?.outcome?.reason ?? '';
      assert.ok(reason.includes(id), `the sentence names the customer: ${reason}`);
    }
    const { sites, devices, groupLinks } = world.rapidResponse.state;
    assert.deepEqual([sites.size, devices.size, groupLinks.size], [3, 3, 3]);

    world.setCustomer(bad.state, { service_address: { state_or_province: 'NY' } });
    world.setCustomer(bad.again, { account_number: 'B8' });
    assert.deepEqual((await here.outbound()).doc.counts.created, 3, 'mended, they are made');
  });

  it('a setting that the station does not know stops the run before its first write', async () => {
    world.customer(eta);
    for (const [wires, code] of [
      [{ deviceType: 'NOSUCH' }, 'UNKNOWN_DEVICE_TYPE'],
      [{ timeZone: '99' }, 'UNKNOWN_TIME_ZONE'],
      [{ deviceType: '' }, 'MISSING_DEVICE_TYPE'],
    ] as const) {
      await here.restart({}, wires);
      const { doc } = await here.outbound();
      assert.deepEqual([doc.state, doc.error?.code], ['failed', code]);
    }
    assert.equal(world.rapidResponse.state.sites.size, 0);
    await here.restart({}, {});
    assert.equal((await here.outbound()).doc.counts.created, 1);
  });

  it('S13 a create that is refused half way is an error each time, then parked; others go on; mended and retried, the same site is finished', async () => {
    const [first = ''] = customers(2);
    world.customer(eta);
    world.rapidResponse.faults.add({ id: 'poison', match: { operation: 'DeviceInsert', body: 'N100' }, ...REFUSED });
    const one = await here.outbound();
    assert.deepEqual([one.doc.counts.created, one.doc.counts.failed], [2, 1]);
    assert.equal(world.rapidResponse.state.sites.size, 3, 'its first two writes stand');
    const pairOf = async () => (await here.all<PairDoc>('pairs', { customerId: first }))[0] ?? assert.fail('no pair');
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      const { nextAttemptAt = 0 } = await pairOf();
      await world.clock.advance(Math.max(0, nextAttemptAt - world.clock.now()));
      // Either half may come: both show the failure.
      const { doc } = await here.half(attempt % 2 ? 'outbound' : 'inbound');
      assert.equal(doc.counts.failed, 1, `try ${attempt}`);
    }
    const parked = await pairOf();
    assert.deepEqual([parked.state, parked.attempts], ['parked', 5]);
    assert.match(parked.error?.message ?? '', /refused/);
    assert.equal((await here.inbound()).doc.counts.failed, 1, 'parked is still shown');

    world.rapidResponse.faults.clear('poison');
    const { nextAttemptAt: _, error: __, parkedFrom = 'unmatched', ...kept } = parked;
    const retried: PairDoc = { ...kept, rev: (await pairOf()).rev, state: parkedFrom, attempts: 0 };
    await here.store.collection<PairDoc>('pairs').put(retried);
    assert.deepEqual((await here.outbound({ cause: 'manual' })).doc.counts.failed, 0);
    const { sites, devices } = world.rapidResponse.state;
    assert.deepEqual([sites.size, devices.size], [3, 3]);
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
  });

  for (const operation of ['SiteInsert', 'SiteGroupLinkInsert', 'DeviceInsert']) {
    it(`S7, S15 the reply of ${operation} is lost: looked up first, and not sent again within the settle time`, async () => {
      world.customer(eta);
      world.rapidResponse.faults.add(lostReply({ operation }));
      assert.equal((await here.outbound()).doc.counts.failed, 1);
      const mark = world.mark();
      await here.wait(12);
      await here.outbound();
      const calls = world.callsSince(mark)['rapid-response'].map((call) => call.operation);
      const [search, write] = [calls.indexOf('XtAdvancedSearch'), calls.findIndex((name) => world.writes(name))];
      assert.ok(search >= 0 && (write < 0 || search < write), calls.join());
      assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
      const { sites, devices, groupLinks } = world.rapidResponse.state;
      assert.deepEqual([sites.size, devices.size, groupLinks.size], [1, 1, 1]);
    });
  }

  it('S11, S17 who may be the customer of a site that is left out gets none, and is told why, also when asked for', async () => {
    world.site({ name: 'Zeta Works', line1: eta.line1, number: 'Z500', category: 'CANC' });
    const customer = world.customer(eta);
    for (const asked of [{}, { cause: 'manual' as const, customerIds: [customer] }]) {
      const outcome = (await here.outbound(asked)).run.records.get(`revio:${customer}`)?.outcome;
      assert.equal(outcome?.name, 'skipped');
      assert.match(outcome?.reason ?? '', /may be the customer of site \d+, which is left out: cancelled/);
    }
  });

  it('a create that broke off, and its customer is closed meanwhile: shown as an error, neither finished nor forgotten', async () => {
    const customer = world.customer(eta);
    world.rapidResponse.faults.add(lostReply({ operation: 'SiteInsert' }));
    await here.outbound();
    world.setCustomer(customer, { status: 'CLOSED' });
    await here.wait(30);
    const mark = world.mark();
    for (const cause of ['timer', 'manual', 'timer'] as const) {
      const outcome = (await here.outbound({ cause })).run.records.get(`revio:${customer}`)?.outcome;
      assert.deepEqual([outcome?.name, outcome?.code], ['failed', 'CREATE_BROKEN_OFF']);
      assert.match(outcome?.reason ?? '', /customer is closed/);
    }
    assert.deepEqual(world.writesSince(mark), []);
    world.setCustomer(customer, { status: 'OPEN' });
    assert.equal((await here.outbound()).doc.counts.created, 1);
    const { sites, devices } = world.rapidResponse.state;
    assert.deepEqual([sites.size, devices.size], [1, 1]);
  });

  it('an account number that a site of another group has is an error on its customer', async () => {
    world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'T9' });
    world.site({ name: 'Strangers', line1: '1 Far Rd', number: 'P500', groups: [390042] });
    const customer = world.customer(eta);
    customers(1);
    const { doc, run } = await here.outbound();
    assert.deepEqual([doc.counts.created, doc.counts.failed], [1, 1]);
    assert.equal(run.records.get(`revio:${customer}`)?.outcome?.code, 'ACCOUNT_NUMBER_TAKEN');
    assert.equal(world.rapidResponse.state.sites.size, 3);
  });

  it('S19 a preview of either half shows what its run would do, and writes nothing outside', async () => {
    world.customer(eta);
    world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'T9' });
    for (const half of ['inbound', 'outbound'] as const) {
      const mark = world.mark();
      const preview = await here.half(half, { preview: true });
      assert.deepEqual(world.writesSince(mark), []);
      const { doc } = await here.half(half);
      assert.deepEqual(preview.doc.counts, doc.counts, half);
      assert.equal(doc.counts.created, 1);
    }
  });
});
