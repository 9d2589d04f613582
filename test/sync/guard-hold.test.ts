import assert from 'node:assert/strict';
import type { BaselineDoc, PlanDoc } from '../../lib/sync/run-history';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('Guards over both wires', () => {
  let here: Installation;
  let world: World;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  function linkedPairs(count: number): string[] {
    return Array.from({ length: count }, (_, n) => {
      const seed = { name: `${WORDS[n]} Works`, line1: `${n + 1} ${WORDS[n]} St`, number: `N${100 + n}` };
      world.customer(seed);
      return world.site(seed);
    });
  }

  function newSites(count: number, from = 500): void {
    for (let n = 0; n < count; n += 1) {
      world.site({
        name: strangeName(from + n),
        line1: `${from + n} ${strangeName(from + n)} Rd`,
        number: `U${from + n}`,
      });
    }
  }

  const approve = async () => {
    const [plan] = await here.all<PlanDoc>('plans', { state: 'held' });
    return plan?.hash ?? assert.fail('no held plan');
  };

  for (const [distort, size] of [
    ['empty', 0],
    ['short', 6],
  ] as const) {
    it(`S10 a listing that comes ${distort} holds the run: nothing is written, and the baseline stays`, async () => {
      const [site] = linkedPairs(10);
      world.contact(site ?? '', 'Ada Ash');
      await here.sync();
      world.setSite(site ?? '', { site_name: 'Renamed Works' });
      world.cms.faults.add({ match: { operation: 'GetSiteSystemList' }, nth: 1, distort });
      const mark = world.mark();
      const { doc } = await here.sync();
      assert.equal(doc.state, 'held');
      assert.deepEqual(doc.reasons, [`The listing of accounts has ${size} records, and the last accepted one had 10.`]);
      assert.deepEqual(world.writesSince(mark), []);
      assert.equal((await here.all<BaselineDoc>('baselines'))[0]?.listings.accounts, 10);
      const next = await here.sync();
      assert.equal(next.doc.state, 'done', 'the whole listing goes through again');
      assert.equal(next.doc.counts.updated, 1);
    });
  }

  it('S10 a listing of Rev.io that comes short holds the run too', async () => {
    linkedPairs(10);
    await here.sync();
    for (const row of world.revio.state.customers.all().slice(0, 5)) {
      world.revio.edit({ entity: 'customers', action: 'remove', id: String(row.customer_id) });
    }
    const { doc } = await here.sync();
    assert.equal(doc.state, 'held');
    assert.equal(world.revio.state.customers.size, 5, 'nobody is created anew');
  });

  it('S10 the first run may create many; after it more than the limit is held, and approving lets exactly that plan through', async () => {
    newSites(25);
    assert.equal((await here.sync()).doc.counts.created, 25, 'the first run is spared');

    newSites(23, 700);
    const mark = world.mark();
    const held = await here.sync();
    assert.equal(held.doc.state, 'held');
    assert.equal(held.doc.counts.held, 23);
    assert.deepEqual(world.writesSince(mark), []);
    const hash = await approve();

    newSites(1, 900);
    const other = await here.sync({ cause: 'manual', approvedHash: hash });
    assert.equal(other.doc.state, 'held', 'one create more is another plan');
    const again = await approve();
    assert.notEqual(again, hash);
    assert.equal(
      (await here.all<PlanDoc>('plans', { state: 'superseded' })).length,
      1,
      'the newest plan is the one to approve',
    );

    const [site] = world.cms.state.sites.all();
    world.setSite(String(site?.site_no), { site_addr1: '1 Harmless Edit Rd' });
    const approved = await here.sync({ cause: 'manual', approvedHash: again });
    assert.equal(approved.doc.state, 'done');
    assert.deepEqual([approved.doc.counts.created, approved.doc.counts.updated], [24, 1]);
  });

  it('S10 removing many contacts is held', async () => {
    const [site = ''] = linkedPairs(1);
    const contacts = Array.from({ length: 22 }, (_, n) =>
      world.contact(site, `${WORDS[n] ?? 'Zed'} Caller`, `55501000${10 + n}`),
    );
    await here.sync();
    assert.equal(world.revio.state.contacts.size, 22);
    for (const id of contacts.slice(0, 21)) world.cms.edit({ entity: 'contacts', action: 'remove', id });
    const { doc } = await here.sync();
    assert.equal(doc.state, 'held');
    assert.deepEqual(doc.reasons, ['21 contacts would be removed.']);
    assert.equal(world.revio.state.contacts.size, 22);
    const go = await here.sync({ cause: 'manual', approvedHash: await approve() });
    assert.equal(go.doc.state, 'done');
    assert.equal(world.revio.state.contacts.size, 1);
  });

  it('S9 the store is deleted: nothing is created, removed or closed; what differs becomes a conflict', async () => {
    const [first = '', second = ''] = linkedPairs(4);
    world.contact(first, 'Ada Ash');
    newSites(2);
    await here.sync();
    await here.cycles(1);
    await here.loseStore();
    world.setSite(second, { site_name: 'Renamed While Away' });
    const mark = world.mark();
    const rebuilt = await here.sync();
    assert.deepEqual(world.writesSince(mark), []);
    assert.deepEqual([rebuilt.doc.counts.linked, rebuilt.doc.counts.conflict, rebuilt.doc.counts.created], [5, 1, 0]);
    assert.deepEqual(
      (await here.pair(second)).conflicts.map(({ field }) => field),
      ['name'],
    );
    assert.deepEqual(await here.cycles(1), []);
    world.setSite(first, { site_addr1: '99 Later St' });
    assert.deepEqual(await here.cycles(1), ['revio PATCH Addresses/{id}'], 'and edits flow again');
  });

  it('S9, S10 after the store is lost the create limit holds, since Rev.io has our key links', async () => {
    linkedPairs(3);
    await here.sync();
    await here.loseStore();
    newSites(22);
    assert.equal((await here.sync()).doc.state, 'held');
  });

  it('S17 after the store is lost the lowest key link of a customer with two sites is primary', async () => {
    const [site = ''] = linkedPairs(1);
    await here.sync();
    const second = world.site({ name: 'Amber Annex', line1: '2 Amber St', number: 'N900' });
    const customer = world.revio.state.customers.all()[0]?.customer_id;
    const { integration_system_id, integration_entity_type_id } = world.revio.state.keyLinks.all()[0] ?? assert.fail();
    const fields = { integration_system_id, integration_entity_type_id, internal_id: customer, external_id: second };
    world.revio.edit({ entity: 'key-links', action: 'add', fields });
    const held = await here.sync();
    assert.equal(held.doc.counts.conflict, 1, 'with the store: two links to one customer are held');
    await here.loseStore();
    const mark = world.mark();
    await here.sync();
    assert.deepEqual(world.writesSince(mark), []);
    assert.equal((await here.pair(site)).additional, undefined);
    assert.equal((await here.pair(second)).additional, true);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S17 a key link to a customer who is gone is held, and so is one that was deleted in Rev.io', async () => {
    const [first = '', second = ''] = linkedPairs(12);
    await here.sync();
    const pair = await here.pair(first);
    world.revio.edit({ entity: 'customers', action: 'remove', id: pair.customerId ?? '' });
    world.revio.edit({ entity: 'key-links', action: 'remove', id: (await here.pair(second)).keyLinkId ?? '' });
    const mark = world.mark();
    const { doc } = await here.sync();
    assert.equal(doc.state, 'done');
    assert.equal(doc.counts.conflict, 2);
    assert.deepEqual(world.writesSince(mark), []);
  });
});

/** Names that no matcher takes for one another. */
function strangeName(n: number): string {
  const letters = 'bdfgklmnprstvz';
  let seed = n * 7919;
  const syllable = () => {
    seed = (seed * 48_271 + 11) % 2_147_483_647;
    return `${letters[seed % letters.length]}${'aeiou'[seed % 5]}${letters[(seed >> 8) % letters.length]}`;
  };
  const word = `${syllable()}${syllable()}${syllable()}`;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const WORDS =
  'Amber Birch Cedar Dahlia Ember Fennel Ginger Hazel Ivory Jasper Kelp Lilac Maple Nutmeg Olive Poppy Quartz Raven Sable Topaz Umber Violet'.split(
    ' ',
  );
