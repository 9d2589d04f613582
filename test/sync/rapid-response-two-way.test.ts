import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import type { Half } from './headless/integrations';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';

/** Either half first, in turn or twice in a row, as when the other one was missed. */
const ORDERS: Half[][] = [
  ['inbound', 'outbound', 'inbound', 'outbound'],
  ['outbound', 'inbound', 'outbound', 'inbound'],
  ['inbound', 'inbound', 'outbound', 'outbound'],
  ['outbound', 'outbound', 'inbound', 'inbound'],
];

describe('Rapid Response: two halves, one pair', () => {
  let here: RapidResponseInstallation;
  let world: RapidResponseWorld;
  let site: string;
  let customer: string;

  beforeEach(async () => {
    here = await RapidResponseInstallation.start();
    world = here.world;
    site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    customer = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    await here.halves('inbound', 'outbound');
  });
  afterEach(() => here.close());

  const siteRow = () => world.rapidResponse.state.sites.get(Number(site)) ?? assert.fail('no site');
  const addressRow = () => {
    const id = world.revio.state.customers.get(Number(customer))?.service_address_id;
    return world.revio.state.addresses.get(id ?? 0) ?? assert.fail('no address');
  };

  it('S2 a quiet pair of halves reads the two listings and the key links, and writes nothing', async () => {
    for (const half of ['inbound', 'outbound'] as const) {
      const mark = world.mark();
      const { doc } = await here.half(half);
      const { seen, unchanged, skipped } = doc.counts;
      assert.deepEqual([seen, unchanged, skipped], [1, 1, 0], 'S11: the pair is one record, not its customer besides');
      const { revio, 'rapid-response': station } = world.callsSince(mark);
      assert.deepEqual(world.writesSince(mark), []);
      assert.deepEqual(station.map((call) => call.operation).sort(), ['DeviceList', 'SiteDetailList'], half);
      assert.ok(revio.every((call) => call.method === 'GET'));
      assert.ok(!revio.some((call) => call.operation.includes('Contacts')), 'contacts are none of this flow');
    }
  });

  for (const order of ORDERS) {
    it(`S3 one edit on either side is one change on the other and none back: ${order.join(', ')}`, async () => {
      world.setSite(site, { Address: '99 Elm Street' });
      assert.deepEqual(await here.halves(...order), ['revio PATCH Addresses/{id}']);
      assert.equal(addressRow().line_1, '99 Elm Street');
      world.setCustomer(customer, { service_address: { company_name: 'Ash Family Dental' } });
      assert.deepEqual(await here.halves(...order), ['rapid-response SiteUpdate']);
      assert.equal(siteRow().SiteName, 'Ash Family Dental');
      assert.deepEqual(await here.halves(...order), []);
    });

    it(`S3 what the station keeps in capitals, or cut, is no edit there: ${order.join(', ')}`, async () => {
      world.rapidResponse.switches.upperCase = true;
      const long = `The Very Long Name of a Company ${'and Its Many Partners '.repeat(3)}`.trim();
      world.setCustomer(customer, { service_address: { company_name: long, line_1: '5 Oak Avenue' } });
      assert.deepEqual(await here.halves(...order), ['rapid-response SiteUpdate']);
      assert.equal(siteRow().SiteName, long.slice(0, 60).toUpperCase());
      assert.deepEqual(await here.halves(...order), []);
      assert.equal(addressRow().company_name, long);
      world.setSite(site, { SiteName: 'SHORT NAME' });
      await here.halves(...order);
      assert.equal(addressRow().company_name, 'SHORT NAME', 'the next edit still counts');
      assert.deepEqual(await here.halves(...order), []);
    });

    it(`S5 the name edited at the station and the postal code at Rev.io both survive: ${order.join(', ')}`, async () => {
      world.setSite(site, { SiteName: 'Ash Dental Group' });
      world.setCustomer(customer, { service_address: { postal_code: '00042' } });
      await here.halves(...order);
      assert.deepEqual([addressRow().company_name, addressRow().postal_code], ['Ash Dental Group', '00042']);
      assert.deepEqual([siteRow().SiteName, siteRow().ZipCode], ['Ash Dental Group', '00042']);
      assert.deepEqual(await here.halves(...order), []);
    });
  }

  it('S3 a customer made by the inbound half is not brought back by the outbound one, and the other way round', async () => {
    world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'T9', type: 'CF' });
    world.customer({ name: ['Theo', 'Theta'], line1: '6 Push Ln', number: 'P600' });
    await here.halves('inbound', 'outbound');
    assert.deepEqual(await here.halves('inbound', 'outbound', 'outbound', 'inbound'), []);
    const { sites, customers, keyLinks } = world.picture();
    assert.deepEqual([sites.length, customers.length, keyLinks.length], [3, 3, 3]);
  });

  for (const policy of ['revio', 'monitoring'] as const) {
    for (const half of ['inbound', 'outbound'] as const) {
      it(`S4 both edited one field, ${policy} wins, ${half} first: the loser is in the audit`, async () => {
        await here.restart({ merge: { onConflict: policy } });
        world.setSite(site, { City: 'Stationville' });
        world.setCustomer(customer, { service_address: { city: 'Billtown' } });
        await here.halves(half, half === 'inbound' ? 'outbound' : 'inbound');
        const [winner, loser] = policy === 'revio' ? ['Billtown', 'Stationville'] : ['Stationville', 'Billtown'];
        assert.deepEqual([siteRow().City, addressRow().city], [winner, winner]);
        const audit = await here.all<AuditEntry>('audit');
        assert.ok(audit.some((entry) => entry.operation === 'update' && JSON.stringify(entry.old).includes(loser)));
        assert.deepEqual(await here.halves('outbound', 'inbound'), []);
      });
    }
  }

  it('S4 with no policy it waits, in both halves, for a person who decides', async () => {
    world.setSite(site, { City: 'Stationville' });
    world.setCustomer(customer, { service_address: { city: 'Billtown' } });
    assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), []);
    assert.equal((await here.inbound()).doc.counts.conflict, 1);
    await here.settle(site, 'city', 'revio');
    assert.deepEqual(await here.halves('inbound', 'outbound', 'inbound'), ['rapid-response SiteUpdate']);
    assert.equal(siteRow().City, 'Billtown');
  });

  it('S13 a value that the station would not take is an error on that record alone', async () => {
    const [other, theirs] = ['T9', 'T9'].map((number, n) =>
      world[n === 0 ? 'site' : 'customer']({ name: 'Gamma Glass Works', line1: '77 New Rd', number }),
    );
    await here.halves('inbound', 'outbound');
    world.setCustomer(customer, { service_address: { state_or_province: 'Bavaria' } });
    world.setCustomer(theirs ?? '', { service_address: { line_1: '78 New Rd' } });
    const { doc } = await here.outbound();
    assert.deepEqual([doc.state, doc.counts.failed, doc.counts.updated], ['done', 1, 1]);
    assert.equal(world.rapidResponse.state.sites.get(Number(other))?.Address, '78 New Rd');
    assert.equal(siteRow().State, 'NY');
  });
});
