import assert from 'node:assert/strict';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';

describe('Rapid Response: matched before anything is created', () => {
  let here: RapidResponseInstallation;
  let world: RapidResponseWorld;

  beforeEach(async () => {
    here = await RapidResponseInstallation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  const ash = { name: 'Ash & Birch Dental', line1: '12 Test St' };

  for (const half of ['inbound', 'outbound'] as const) {
    it(`${half} first: number, then name links; who is linked is created on neither side (S2)`, async () => {
      const byNumber = world.site({ ...ash, number: 'A100' });
      const byName = world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'T9' });
      const first = world.customer({ name: 'Ash and Birch Dental LLC', line1: '12 Test Street', number: 'A100' });
      const second = world.customer({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'A200' });
      const { doc } = await here.half(half);
      assert.equal(doc.counts.linked, 2);
      assert.deepEqual([(await here.pair(byNumber)).customerId, (await here.pair(byName)).customerId], [first, second]);
      assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
      const { sites, customers, keyLinks } = world.picture();
      assert.deepEqual([sites.length, customers.length, keyLinks.length], [2, 2, 2]);
    });
  }

  it('S17 a number that a stranger has waits for a person, in whichever half; its customer gets no site meanwhile', async () => {
    const site = world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'X9' });
    const customer = world.customer({ name: 'Plum & Pear Grocers', line1: '4 Market Sq', number: 'X9' });
    const other = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    assert.equal((await here.inbound()).doc.counts.pending, 1);
    const outbound = await here.outbound();
    assert.deepEqual([outbound.doc.counts.pending, outbound.doc.counts.created], [1, 1]);
    assert.deepEqual(here.outcomes(outbound), {
      'Zanzibar Imports': 'pending',
      'Plum & Pear Grocers': 'skipped',
      'Eta Electric': 'created',
    });
    assert.match(
      outbound.run.records.get(`revio:${customer}`)?.outcome?.reason ?? '',
      /may be the customer of site 500001, which waits/,
    );
    assert.deepEqual(
      (await here.pair(site)).candidates.map(({ customerId }) => customerId),
      [customer],
    );
    assert.ok(other);
  });

  it('S16 undecided never creates, however long; the outbound half leaves all candidates alone', async () => {
    const site = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    for (const number of ['X1', 'X2']) world.customer({ name: 'Delta Diner', line1: '3 River Rd', number });
    for (let day = 0; day < 3; day += 1) {
      await here.wait(24 * 60);
      assert.deepEqual(await here.halves('inbound', 'outbound'), []);
    }
    assert.equal((await here.pair(site)).state, 'pending');
    assert.equal((await here.inbound()).doc.counts.pending, 1);
  });

  it('S16 rejected: a customer at the next timed inbound run, not before and not by the outbound half', async () => {
    const site = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    for (const number of ['X1', 'X2']) world.customer({ name: 'Delta Diner', line1: '3 River Rd', number });
    await here.inbound();
    await here.decide(site, 'reject');
    assert.deepEqual(await here.halves('outbound'), []);
    assert.equal((await here.inbound({ cause: 'manual' })).doc.counts.pending, 1);
    assert.equal(world.revio.state.customers.size, 2);
    assert.equal((await here.inbound()).doc.counts.created, 1);
    assert.equal((await here.outbound()).doc.counts.created, 2, 'now it is certain that they have no site');
    assert.deepEqual(await here.halves('inbound', 'outbound'), []);
  });

  it('S16 accepted, either half links', async () => {
    for (const half of ['inbound', 'outbound'] as const) {
      const name = `${half === 'inbound' ? 'Iris' : 'Olive'} Diner`;
      const site = world.site({ name, line1: `3 ${name} Rd`, number: `D-${half.slice(0, 3)}` });
      const [, second = ''] = ['1', '2'].map((n) => world.customer({ name, line1: `3 ${name} Rd`, number: half + n }));
      await here.half(half);
      await here.decide(site, 'accept', second);
      assert.equal((await here.half(half)).doc.counts.linked, 1);
      assert.equal((await here.pair(site)).customerId, second);
    }
  });

  it('S11 neither residential nor commercial is skipped with its reason, counted, and never linked or asked about', async () => {
    const lift = world.site({ name: 'Lift of Gamma Glass', line1: '77 New Rd', number: 'L1', type: 'E' });
    world.site({ name: 'Mary Medical', line1: '8 Care Rd', number: 'L2', type: 'M' });
    const own = world.customer({ name: 'Lift of Gamma Glass', line1: '77 New Rd', number: 'L1' });
    for (const half of ['inbound', 'outbound', 'inbound'] as const) {
      const { doc, run } = await here.half(half);
      // Inbound a site and the customer that it is sure to be are one record; outbound each has its reason.
      const seen = half === 'inbound' ? 2 : 3;
      assert.deepEqual([doc.counts.skipped, doc.counts.seen], [seen, seen], half);
      assert.equal(run.records.get(`rapid-response:${lift}`)?.outcome?.reason, 'neither residential nor commercial');
      if (half === 'outbound') {
        assert.match(run.records.get(`revio:${own}`)?.outcome?.reason ?? '', /its site \d+ is left out/);
      }
    }
    assert.equal(world.revio.state.keyLinks.size, 0);
  });

  it('a site of another group is none of ours', async () => {
    world.site({ ...ash, number: 'A100', groups: [390042] });
    world.site({ name: 'Both Groups', line1: '1 Both Rd', number: 'A101', groups: [700001, 390041] });
    const { doc } = await here.inbound();
    assert.deepEqual([doc.counts.seen, doc.counts.created], [1, 1]);
  });

  it('inbound customers: commercial a business, residential a person in parts, with the bill profile', async () => {
    world.site({ ...ash, line2: 'Suite 9', zip: '00001-1234', number: 'A100', type: 'CF' });
    world.site({ name: 'Mary T. Lopez-Diaz', line1: '14 Mill St', number: 'A101', type: 'R' });
    await here.restart({ billProfileId: '2' });
    assert.equal((await here.inbound()).doc.counts.created, 2);
    const [business, person] = world.revio.state.customers.all();
    assert.deepEqual(
      [business?.account_number, business?.class, person?.account_number, person?.class],
      ['A100', 'BUSINESS', 'A101', 'RESIDENTIAL'],
    );
    assert.deepEqual([business?.bill_profile_id, person?.bill_profile_id], [2, 2]);
    const rows = [business, person].map((one) => world.revio.state.addresses.get(one?.service_address_id ?? 0));
    assert.deepEqual(
      [
        rows[0]?.company_name,
        rows[0]?.first_name,
        rows[0]?.line_2,
        rows[0]?.postal_code,
        rows[0]?.postal_code_extension,
      ],
      ['Ash & Birch Dental', '', 'Suite 9', '00001', '1234'],
    );
    assert.deepEqual(
      [rows[1]?.company_name, rows[1]?.first_name, rows[1]?.middle_initial, rows[1]?.last_name],
      ['', 'Mary', 'T', 'Lopez-Diaz'],
    );
    assert.deepEqual(await here.halves('outbound', 'inbound'), []);
  });
});
