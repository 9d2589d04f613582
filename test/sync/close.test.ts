import assert from 'node:assert/strict';
import type { PlanDoc } from '../../lib/sync/run-history';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('S18 closing, where the station shows cancelled sites', () => {
  let here: Installation;
  let world: World;
  let site: string;
  let customer: string;

  beforeEach(async () => {
    here = await Installation.start({}, { cancelled: true });
    world = here.world;
    site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    customer = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
  });
  afterEach(() => here.close());

  const statusOf = (id: string) => world.revio.state.customers.get(Number(id))?.status;
  const cancel = (id: string) => world.setSite(id, { sitestat_id: 'C' });

  it('cancelled closes the customer once; reopened by a person, it stays open', async () => {
    await here.sync();
    cancel(site);
    const { doc } = await here.sync();
    assert.deepEqual([doc.counts.updated, statusOf(customer)], [1, 'CLOSED']);
    assert.deepEqual(await here.cycles(1), []);
    world.setCustomer(customer, { status: 'OPEN' });
    assert.deepEqual(await here.cycles(2), []);
    assert.equal(statusOf(customer), 'OPEN');
    world.setSite(site, { sitestat_id: 'A' });
    await here.cycles(1);
    cancel(site);
    await here.cycles(1);
    assert.equal(statusOf(customer), 'CLOSED', 'the next transition counts again');
  });

  it('a record that is missing closes nothing', async () => {
    for (let n = 0; n < 8; n += 1) {
      const seed = { name: `${'ABCDEFGH'[n]}lpha${n} Works`, line1: `${n} Side St`, number: `F10${n}` };
      world.site(seed);
      world.customer(seed);
    }
    await here.sync();
    world.cms.edit({ entity: 'sites', action: 'remove', id: site });
    const ended = await here.sync();
    assert.equal(ended.doc.state, 'done');
    assert.equal(statusOf(customer), 'OPEN');
    assert.equal(ended.run.records.get(`revio:${customer}`)?.outcome?.reason, 'its account is not active');
  });

  it('cancelled at first sight is a question to a person, who may close it', async () => {
    cancel(site);
    const { doc } = await here.sync();
    assert.deepEqual([doc.counts.conflict, statusOf(customer)], [1, 'OPEN']);
    assert.deepEqual(
      (await here.pair(site)).conflicts.map(({ reason }) => reason),
      ['cancelled-at-first-sight'],
    );
    await here.settle(site, 'status', 'monitoring');
    await here.sync();
    assert.equal(statusOf(customer), 'CLOSED');
    assert.deepEqual(await here.cycles(1), []);
  });

  it('cancelled at first sight, and the person keeps the customer: nothing more is asked or written', async () => {
    cancel(site);
    await here.sync();
    await here.settle(site, 'status', 'revio');
    assert.deepEqual(await here.cycles(2), []);
    assert.equal(statusOf(customer), 'OPEN');
    assert.equal((await here.sync()).doc.counts.conflict, 0);
  });

  it('a push never reopens a closed customer or its site', async () => {
    await here.sync();
    cancel(site);
    await here.sync();
    const mark = world.mark();
    await here.push(customer);
    assert.deepEqual(world.writesSince(mark), []);
  });

  it('S10 more closes than the limit hold the run', async () => {
    const sites = Array.from({ length: 6 }, (_, n) => {
      const seed = { name: `${'MNPRST'[n]}ango${n} Works`, line1: `${n} Mass St`, number: `M10${n}` };
      world.customer(seed);
      return world.site(seed);
    });
    await here.sync();
    for (const id of sites) cancel(id);
    const { doc } = await here.sync();
    assert.deepEqual([doc.state, doc.reasons], ['held', ['6 customers would be closed.']]);
    assert.ok(world.revio.state.customers.all().every((row) => row.status === 'OPEN'));
    const [plan] = await here.all<PlanDoc>('plans', { state: 'held' });
    assert.equal(plan?.counts.closes, 6);
    await here.sync({ cause: 'manual', ...(plan ? { approvedHash: plan.hash } : {}) });
    assert.equal(world.revio.state.customers.all().filter((row) => row.status === 'CLOSED').length, 6);
  });
});
