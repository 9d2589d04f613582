import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import { NO_PERMISSION } from '../../simulators/revio';
import { FLOW_SETTINGS } from './headless/flow';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('Two-way sync over both wires', () => {
  let here: Installation;
  let world: World;
  let site: string;
  let customer: string;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    customer = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
  });
  afterEach(() => here.close());

  const siteRow = () => world.cms.state.sites.get(Number(site)) ?? assert.fail('no site');
  const customerRows = () => {
    const row = world.revio.state.customers.get(Number(customer)) ?? assert.fail('no customer');
    return [row.service_address_id, row.billing_address_id, row.listing_address_id].map(
      (id) => world.revio.state.addresses.get(id) ?? assert.fail('no address'),
    );
  };
  const service = () => customerRows()[0] ?? assert.fail('no service address');

  it('S1, S2 a pair is linked once; from then on a cycle writes nothing and reads listings and contacts alone', async () => {
    world.contact(site, 'Ada Ash');
    const first = await here.sync();
    assert.deepEqual(first.doc.counts.linked, 1);
    await here.sync();
    const mark = world.mark();
    const quiet = await here.sync();
    assert.deepEqual(quiet.doc.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
    assert.deepEqual(world.writesSince(mark), []);
    const { cms, revio } = world.callsSince(mark);
    assert.deepEqual(cms.map((call) => call.operation).sort(), ['GetContactList', 'GetSiteSystemList']);
    assert.deepEqual(revio.map((call) => call.operation).sort(), ['GET Customers', 'GET IntegrationKeyLink']);
    assert.equal(quiet.doc.counts.unchanged, 1);
  });

  it('S3 a name edited at the station is one change at Rev.io, on its three address rows, and nothing comes back', async () => {
    await here.sync();
    world.setSite(site, { site_name: 'Ash & Birch Family Dental' });
    const run = await here.sync();
    assert.deepEqual(run.doc.writes, { revio: 1, monitoring: 0, keyLinks: 0 });
    assert.deepEqual(
      customerRows().map((row) => row.company_name),
      Array(3).fill('Ash & Birch Family Dental'),
    );
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S3 a person on the listing row keeps that name: only rows with the old name are renamed', async () => {
    const listing = customerRows()[2]?.address_id;
    world.revio.edit({
      entity: 'addresses',
      action: 'set',
      id: String(listing),
      fields: { company_name: 'Birch Books' },
    });
    await here.sync();
    world.setSite(site, { site_name: 'Ash Family Dental' });
    await here.sync();
    assert.deepEqual(
      customerRows().map((row) => row.company_name),
      ['Ash Family Dental', 'Ash Family Dental', 'Birch Books'],
    );
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S6 a rename that broke off between the address rows, and was edited again since, ends on all of them', async () => {
    await here.sync();
    world.setSite(site, { site_name: 'Ash Family Dental' });
    world.revio.faults.add({ id: 'broken', ...NO_PERMISSION, match: { method: 'PATCH' }, nth: 2 });
    assert.equal((await here.sync()).doc.counts.failed, 1);
    assert.equal(customerRows().filter((row) => row.company_name === 'Ash Family Dental').length, 1, 'one row only');

    world.revio.faults.clear('broken');
    world.setSite(site, { site_name: 'Birch Family Dental' });
    await here.wait(11);
    await here.sync({ cause: 'manual' });
    assert.deepEqual(
      customerRows().map((row) => row.company_name),
      Array(3).fill('Birch Family Dental'),
    );
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S3 an edit at Rev.io that CMS keeps in upper case is no edit at CMS', async () => {
    await here.sync();
    world.setCustomer(customer, { service_address: { line_1: '14 Mill Street', city: 'Elsewhere' } });
    const run = await here.sync();
    assert.deepEqual(run.doc.writes, { revio: 0, monitoring: 1, keyLinks: 0 });
    assert.equal(siteRow().site_addr1, '14 MILL STREET');
    assert.deepEqual(await here.cycles(2), []);
    assert.equal(service().line_1, '14 Mill Street', 'Rev.io keeps its own spelling');
  });

  for (const onSave of ['upper-case', 'cut-at-20'] as const) {
    it(`S3 an edit at the station comes to rest where Rev.io changes it on save (${onSave})`, async () => {
      await here.sync();
      world.revio.switches.onSave = onSave;
      world.setSite(site, {
        site_name: 'Ash & Birch Family Dental Practice of Testville',
        site_addr1: '1234 Long Winding Avenue',
      });
      const mark = world.mark();
      await here.sync();
      assert.equal(
        world.writesSince(mark).every((write) => write.startsWith('revio')),
        true,
      );
      assert.deepEqual(await here.cycles(1), []);
      assert.deepEqual(await here.cycles(1), [], 'and after the settle time');
      assert.equal(siteRow().site_name, 'Ash & Birch Family Dental Practice of Testville');
    });
  }

  it('S3 CMS cuts a long name of Rev.io without a word: no echo, and the next edit still counts', async () => {
    await here.sync();
    world.cms.switches.overLength = 'cut';
    const long = 'Ash and Birch Family Dental Practice of Greater Testville and Surroundings';
    for (const role of ['service_address', 'billing_address', 'listing_address']) {
      world.setCustomer(customer, { [role]: { company_name: long } });
    }
    await here.sync();
    assert.equal(siteRow().site_name, long.slice(0, 60).trimEnd());
    assert.deepEqual(await here.cycles(1), []);
    world.setSite(site, { site_name: 'Ash' });
    await here.cycles(1);
    assert.equal(service().company_name, 'Ash');
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S5 a name edited at the station and a postal code at Rev.io in one cycle: both survive', async () => {
    await here.sync();
    world.setSite(site, { site_name: 'Ash Dental Group' });
    world.setCustomer(customer, { service_address: { postal_code: '00077' } });
    await here.sync();
    assert.deepEqual([siteRow().site_name, siteRow().zip_code], ['Ash Dental Group', '00077']);
    assert.deepEqual([service().company_name, service().postal_code], ['Ash Dental Group', '00077']);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S4 both sides edited one field: it waits for a person, who decides it; the rest goes on', async () => {
    await here.sync();
    world.setSite(site, { site_name: 'Station Name', zip_code: '00055' });
    world.setCustomer(customer, { service_address: { company_name: 'Billing Name' } });
    const run = await here.sync();
    assert.equal(run.doc.counts.conflict, 1);
    assert.deepEqual([siteRow().site_name, service().company_name], ['Station Name', 'Billing Name']);
    assert.equal(service().postal_code, '00055', 'the other field goes on');
    assert.deepEqual(await here.cycles(1), [], 'nothing is written while it waits');

    await here.settle(site, 'name', 'revio');
    await here.sync();
    assert.deepEqual([siteRow().site_name, service().company_name], ['Billing Name', 'Billing Name']);
    const audit = await here.all<AuditEntry>('audit');
    const entry = audit.find((one) => one.operation === 'update' && one.new.name === 'Billing Name');
    assert.equal(entry?.old.name, 'Station Name', 'the loser stands in the audit');
    assert.deepEqual(await here.cycles(1), []);
    assert.equal((await here.pair(site)).conflictCount, 0);
  });

  for (const [policy, winner] of [
    ['revio', 'Billing Name'],
    ['monitoring', 'Station Name'],
  ] as const) {
    it(`S4 the declared policy (${policy}) decides at once, and the audit keeps the loser`, async () => {
      await here.restart({ merge: { ...FLOW_SETTINGS.merge, onConflict: policy } });
      await here.sync();
      world.setSite(site, { site_name: 'Station Name' });
      world.setCustomer(customer, { service_address: { company_name: 'Billing Name' } });
      await here.sync();
      assert.deepEqual([siteRow().site_name, service().company_name], [winner, winner]);
      const audit = await here.all<AuditEntry>('audit');
      assert.ok(audit.some((one) => one.operation === 'update' && one.old.name !== winner && one.new.name === winner));
      assert.deepEqual(await here.cycles(1), []);
    });
  }

  it('a value that was seen in a conflict and moves again is asked about again', async () => {
    await here.sync();
    world.setSite(site, { site_name: 'Station Name' });
    world.setCustomer(customer, { service_address: { company_name: 'Billing Name' } });
    await here.sync();
    await here.settle(site, 'name', 'revio');
    world.setSite(site, { site_name: 'Third Name' });
    await here.sync();
    assert.equal(siteRow().site_name, 'Third Name', 'the decision was about other values');
    assert.equal((await here.pair(site)).conflictCount, 1);
  });

  it('first link: blanks are filled, what truly differs is asked about, and only that', async () => {
    const other = world.site({ name: 'Copper Kettle', line1: '3 River Rd', number: 'A200', line2: 'Rear' });
    const theirs = world.customer({
      name: 'Copper Kettle Inc',
      line1: '3 River Road',
      zip: '00001-1234',
      number: 'A200',
    });
    world.setCustomer(theirs, { service_address: { city: 'Otherville' } });
    const run = await here.sync();
    assert.equal(run.doc.counts.conflict, 1);
    const pair = await here.pair(other);
    assert.deepEqual(
      pair.conflicts.map((conflict) => [conflict.field, conflict.reason]),
      [['city', 'first-link']],
    );
    await here.settle(other, 'city', 'monitoring');
    await here.sync();
    const row = world.revio.state.customers.get(Number(theirs));
    const address = world.revio.state.addresses.get(row?.service_address_id ?? 0);
    assert.deepEqual([address?.city, address?.line_2], ['TESTVILLE', 'REAR']);
    assert.equal(address?.line_1, '3 River Road', 'equal under the comparison: not rewritten');
    assert.deepEqual(await here.cycles(1), []);
  });

  it('one address row in all three places: moving it asks first, and a person may let it move', async () => {
    const shared = world.customer({ name: 'One Row Ltd', line1: '7 Single St', number: 'A300', shared: true });
    const its = world.site({ name: 'One Row Ltd', line1: '7 Single St', number: 'A300' });
    await here.sync();
    world.setSite(its, { site_addr1: '8 Single St' });
    await here.sync();
    assert.deepEqual(
      (await here.pair(its)).conflicts.map(({ reason }) => reason),
      ['shared-address'],
    );
    await here.settle(its, 'line1', 'monitoring');
    await here.sync();
    const row = world.revio.state.customers.get(Number(shared));
    assert.equal(world.revio.state.addresses.get(row?.service_address_id ?? 0)?.line_1, '8 SINGLE ST');
    assert.deepEqual(await here.cycles(1), []);
  });
});
