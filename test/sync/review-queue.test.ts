import assert from 'node:assert/strict';
import { DEFAULT_THRESHOLD } from '../../lib/matching';
import { FLOW_SETTINGS } from './headless/flow';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('The review queue over both wires', () => {
  let here: Installation;
  let world: World;
  let site: string;
  let first: string;
  let second: string;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    site = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    first = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X1' });
    second = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X2' });
  });
  afterEach(() => here.close());

  it('S16, S17 two candidates at the threshold are pending, with score, threshold and the version of the matcher', async () => {
    const { doc } = await here.sync();
    assert.equal(doc.counts.pending, 1);
    const pair = await here.pair(site);
    assert.equal(pair.state, 'pending');
    assert.deepEqual(pair.candidates.map(({ customerId }) => customerId).sort(), [first, second].sort());
    assert.equal(pair.threshold, DEFAULT_THRESHOLD);
    assert.ok(pair.matcherVersion && pair.score !== undefined);
    assert.equal(world.revio.state.keyLinks.size, 0);
  });

  it('S16 undecided, it becomes a new customer on the first timed run after 55 minutes, and on no other', async () => {
    await here.sync();
    await here.wait(54);
    assert.equal((await here.sync()).doc.counts.pending, 1, 'not before its time');
    await here.wait(2);
    assert.equal(
      (await here.sync({ cause: 'manual' })).doc.counts.pending,
      1,
      'a person who presses the button decides nothing',
    );
    assert.equal((await here.sync({ cause: 'startup' })).doc.counts.pending, 1);
    assert.equal((await here.sync({ preview: true })).doc.counts.created, 1, 'a preview shows what would be');
    assert.equal(world.revio.state.customers.size, 2);
    assert.equal((await here.sync()).doc.counts.created, 1);
    assert.equal(world.revio.state.customers.size, 3);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S16 a preview queues the match, but its time starts with the first real run', async () => {
    await here.sync({ preview: true });
    assert.equal((await here.pair(site)).state, 'pending');
    await here.wait(60);
    assert.equal((await here.sync()).doc.counts.pending, 1);
    await here.wait(56);
    assert.equal((await here.sync()).doc.counts.created, 1);
  });

  it('S16 with 0 minutes the next timed run creates; with never none does; after hours it takes the hours', async () => {
    await here.restart({ rule: { ...FLOW_SETTINGS.rule, undecided: 'never' } });
    await here.sync();
    await here.wait(10_000);
    assert.equal((await here.sync()).doc.counts.pending, 1);
    await here.restart({ rule: { undecided: 'after-hours', minutes: 0, hours: 200 } });
    assert.equal((await here.sync()).doc.counts.pending, 1);
    await here.restart({ rule: { undecided: 'next-cycle', minutes: 0, hours: 0 } });
    assert.equal((await here.sync()).doc.counts.created, 1);
  });

  it('S16 creates that the queue makes due are not counted by the create guard', async () => {
    await here.restart({
      rule: { ...FLOW_SETTINGS.rule, minutes: 0 },
      limits: { ...FLOW_SETTINGS.limits, createCount: 0, createShare: 0 },
    });
    world.customer({ name: 'Settled Shop', line1: '1 Calm St', number: 'S1' });
    world.site({ name: 'Settled Shop', line1: '1 Calm St', number: 'S1' });
    await here.sync();
    assert.equal((await here.sync()).doc.state, 'done');
    assert.equal(world.revio.state.customers.size, 4);
  });

  it('S16 accepted: linked by the next run of any cause, and decided by that person', async () => {
    await here.sync();
    await here.decide(site, 'accept', second);
    const { doc } = await here.sync({ cause: 'manual' });
    assert.equal(doc.counts.linked, 1);
    const pair = await here.pair(site);
    assert.deepEqual([pair.state, pair.customerId, pair.decidedBy], ['linked', second, 'pat (accept)']);
    assert.deepEqual(await here.cycles(2), []);
  });

  it('S16 reassigned to a customer that was no candidate', async () => {
    const third = world.customer({ name: 'Delta Holdings', line1: '1 Tower Plz', number: 'X3' });
    await here.sync();
    await here.decide(site, 'reassign', third);
    await here.sync();
    assert.equal((await here.pair(site)).customerId, third);
    assert.equal(world.revio.state.keyLinks.all()[0]?.internal_id, third);
  });

  it('S16 rejected: a new customer, on the next timed run only', async () => {
    await here.sync();
    await here.decide(site, 'reject');
    assert.equal((await here.sync({ cause: 'manual' })).doc.counts.pending, 1);
    assert.equal((await here.sync()).doc.counts.created, 1);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S16 a pending match stays pending though one candidate has gone and the other is sure now', async () => {
    await here.sync();
    world.revio.edit({ entity: 'customers', action: 'remove', id: second });
    for (let n = 0; n < 9; n += 1) world.customer({ name: `Filler ${n} Ltd`, line1: `${n} Other St`, number: `F${n}` });
    assert.equal((await here.sync()).doc.counts.pending, 1);
    assert.equal(world.revio.state.keyLinks.size, 0);
  });

  it('S16 a customer who belongs to another account already is linked as an additional site, when a person says so', async () => {
    const main = world.site({ name: 'Main Street Deli', line1: '1 Main St', number: 'M1' });
    const owner = world.customer({ name: 'Main Street Deli', line1: '1 Main St', number: 'M1' });
    world.contact(site, 'Dee Delta', '5550100055');
    await here.sync();
    await here.decide(site, 'accept', owner);
    await here.sync();
    const pair = await here.pair(site);
    assert.deepEqual([pair.state, pair.additional, pair.customerId], ['linked', true, owner]);
    assert.equal((await here.pair(main)).additional, undefined);
    assert.equal(world.revio.state.keyLinks.all().filter((link) => link.internal_id === owner).length, 2);
    world.setSite(site, { site_name: 'Delta Diner and Grill' });
    world.setCustomer(owner, { service_address: { line_1: '2 Main St' } });
    await here.sync();
    assert.equal(
      world.cms.state.sites.get(Number(site))?.site_addr1,
      '3 RIVER RD',
      'name and address of an additional site do not sync',
    );
    assert.equal(world.cms.state.sites.get(Number(main))?.site_addr1, '2 MAIN ST');
    assert.deepEqual(
      world.revio.state.contacts.all().map(({ name, customer_id }) => [name, String(customer_id)]),
      [['Dee Delta', owner]],
      'its contacts come in',
    );
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S16 unlinked: the key link goes, both records stay, and the pair is not linked again by itself', async () => {
    const alone = world.site({ name: 'Solo Sewing', line1: '5 Thread St', number: 'S5' });
    const its = world.customer({ name: 'Solo Sewing', line1: '5 Thread St', number: 'S5' });
    await here.sync();
    assert.equal((await here.pair(alone)).state, 'linked');
    await here.decide(alone, 'unlink');
    await here.sync();
    assert.equal(world.revio.state.keyLinks.size, 0);
    const pair = await here.pair(alone);
    assert.deepEqual([pair.state, pair.customerId, pair.rejected], ['pending', undefined, [its]]);
    const customers = world.revio.state.customers.size;
    await here.sync();
    assert.equal(world.revio.state.keyLinks.size, 0, 'rejected pairs are not offered again');
    const { candidates } = await here.pair(alone);
    assert.ok(!candidates.some(({ customerId }) => customerId === its), 'nor shown as a candidate');
    assert.equal(world.revio.state.customers.size, customers);
    await here.decide(alone, 'accept', its);
    await here.sync();
    assert.equal((await here.pair(alone)).customerId, its, 'a person may link them again');
  });

  it('S16 relinked: key link and base move in one step, and the first-link rule decides the fields', async () => {
    const alone = world.site({ name: 'Solo Sewing', line1: '5 Thread St', number: 'S5' });
    world.customer({ name: 'Solo Sewing', line1: '5 Thread St', number: 'S5' });
    await here.sync();
    const other = world.customer({ name: 'Solo Sewing Studio', line1: '5 Thread Street', number: 'S6' });
    const before = world.revio.state.keyLinks.all()[0];
    await here.decide(alone, 'relink', other);
    const mark = world.mark();
    await here.sync();
    assert.deepEqual(world.writesSince(mark), ['revio PUT IntegrationKeyLink/{id}']);
    const [after] = world.revio.state.keyLinks.all();
    assert.deepEqual([after?.integration_key_link_id, after?.internal_id], [before?.integration_key_link_id, other]);
    await here.cycles(1);
    assert.deepEqual(
      (await here.pair(alone)).conflicts.map(({ field, reason }) => [field, reason]),
      [['name', 'first-link']],
    );
  });

  it('an account number that somebody else holds is a question; undecided, the customer is numbered apart', async () => {
    const fresh = world.site({ name: 'Quite Different', line1: '40 New St', number: 'X1' });
    const run = await here.sync();
    assert.equal(run.doc.counts.pending, 2);
    const pair = await here.pair(fresh);
    assert.deepEqual([pair.numberTaken, pair.candidates[0]?.customerId], [true, first]);
    await here.wait(56);
    await here.sync();
    const numbers = world.revio.state.customers.all().map((row) => row.account_number);
    assert.ok(numbers.includes(`X1-${fresh}`), numbers.join());
    assert.deepEqual(await here.cycles(1), []);
  });
});
