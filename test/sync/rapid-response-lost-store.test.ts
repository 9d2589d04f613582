import assert from 'node:assert/strict';
import type { PairDoc } from '../../lib/sync/pair';
import { lostReply, NO_ROWS } from '../../simulators/rapid-response';
import { type Half, RAPID_RESPONSE_INTEGRATIONS } from './headless/integrations';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';

const WRITES = ['SiteInsert', 'SiteGroupLinkInsert', 'DeviceInsert'] as const;

describe('S9 Rapid Response: the store is lost', () => {
  let here: RapidResponseInstallation;
  let world: RapidResponseWorld;

  beforeEach(async () => {
    here = await RapidResponseInstallation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  const other = (half: Half): Half => (half === 'inbound' ? 'outbound' : 'inbound');
  const eta = { name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' };

  for (const half of ['inbound', 'outbound'] as const) {
    it(`${half} first: pairs come back from the key links; nothing is created or closed, what differs is a conflict`, async () => {
      const site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      const fresh = world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'T9' });
      world.customer(eta);
      await here.halves('inbound', 'outbound', 'inbound');
      await here.loseStore();
      world.setSite(site, { SiteName: 'Renamed While Away' });
      world.setService(fresh, 'CANC');
      const mark = world.mark();
      const { doc } = await here.half(half);
      assert.deepEqual(world.writesSince(mark), []);
      assert.deepEqual([doc.counts.linked, doc.counts.conflict, doc.counts.created], [1, 2, 0]);
      assert.deepEqual(
        (await here.all<PairDoc>('pairs')).flatMap(({ conflicts }) => conflicts.map(({ field }) => field)).sort(),
        ['name', 'status'],
      );
      assert.deepEqual(await here.halves(other(half), half), []);
      world.setCustomer((await here.pair(fresh)).customerId ?? '', { service_address: { line_1: '78 New Rd' } });
      assert.deepEqual(await here.halves('inbound', 'outbound'), ['rapid-response SiteUpdate'], 'edits flow again');
    });

    for (const operation of WRITES) {
      it(`${half} next: a site whose create broke off after ${operation}, and then the store was lost, is finished`, async () => {
        const customer = world.customer(eta);
        const [at] = [WRITES.indexOf(operation)];
        world.rapidResponse.faults.add(lostReply({ operation }));
        await here.outbound();
        const { sites, groupLinks, devices } = world.rapidResponse.state;
        assert.deepEqual([sites.size, groupLinks.size, devices.size], [1, at > 0 ? 1 : 0, at > 1 ? 1 : 0]);
        await here.loseStore();
        await here.wait(30);
        await here.half(half);
        await here.halves(other(half), half);
        assert.deepEqual([sites.size, groupLinks.size, devices.size, world.revio.state.customers.size], [1, 1, 1, 1]);
        assert.deepEqual(world.picture().keyLinks, ['Eta Electric [P500] = customer P500']);
        assert.equal((await here.pair(String(sites.all()[0]?.SiteNum))).customerId, customer);
        assert.deepEqual(await here.halves('inbound', 'outbound'), []);
      });
    }
  }

  it('S10 the create limit holds at once, in both halves, since Rev.io has our key links', async () => {
    world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'T9' });
    await here.restart({ limits: { createCount: 1, createShare: 0 } });
    await here.inbound();
    await here.loseStore();
    for (const [n, name] of ['Plum & Pear Grocers', 'Kettle Bicycle Repair'].entries()) {
      world.site({ name, line1: `${n + 4} Market Sq`, number: `M${n}` });
    }
    for (const [n, name] of ['Violet Yoga', 'Quick Plumbing'].entries()) {
      world.customer({ name, line1: `${n + 70} Hill Rd`, city: 'Hilltown', number: `H${n}` });
    }
    for (const half of ['inbound', 'outbound'] as const) assert.equal((await here.half(half)).doc.state, 'held', half);
    assert.equal(world.rapidResponse.state.sites.size, 3);
  });
});

describe('Rapid Response beside a system that monitors as well', () => {
  it('a customer that is linked there, or may be, gets no site; nobody does before its first run (S9)', async () => {
    const [inbound, outbound] = RAPID_RESPONSE_INTEGRATIONS;
    assert.ok(inbound && outbound);
    // The same flow once more, as a second monitoring system with pairs and key links of its own.
    const here = await RapidResponseInstallation.start({}, {}, [
      outbound,
      {
        ...inbound,
        id: 'elsewhere',
        system: 'CMS',
        space: 'cms',
        settings: { ...inbound.settings, keyLinkSystem: 'CMS' },
      },
    ]);
    try {
      const { world } = here;
      const site = world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'Z1' });
      const linked = world.customer({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'Z1' });
      world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'D1' });
      const twins = ['X1', 'X2'].map((number) => world.customer({ name: 'Delta Diner', line1: '3 River Rd', number }));
      const free = world.customer({ name: 'Violet Yoga', line1: '70 Hill Rd', city: 'Hilltown', number: 'H1' });

      // Out of our group's sight: these sites are the other system's.
      const hidden = { match: { operation: 'SiteDetailList', body: 'TargetSiteGroup' }, ...NO_ROWS };
      world.rapidResponse.faults.add({ id: 'hidden', ...hidden });
      const early = await here.outbound();
      const reasons = ({ run }: typeof early) =>
        [linked, ...twins, free].map((id) => run.records.get(`revio:${id}`)?.outcome?.reason);
      assert.deepEqual(reasons(early), Array(4).fill('waits for the first run of CMS, which may monitor it'));
      world.rapidResponse.faults.clear('hidden');
      await here.cycle('elsewhere');
      world.rapidResponse.faults.add(hidden);
      const { run, doc } = await here.outbound();
      assert.equal(doc.counts.created, 1);
      assert.equal(run.records.get(`revio:${free}`)?.outcome?.name, 'created');
      assert.equal(run.records.get(`revio:${linked}`)?.outcome?.reason, `monitored elsewhere: CMS ${site}`);
      for (const id of twins) {
        assert.match(run.records.get(`revio:${id}`)?.outcome?.reason ?? '', /^monitored elsewhere: CMS \d+$/);
      }
    } finally {
      await here.close();
    }
  });
});
