import assert from 'node:assert/strict';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

/** Enough for one listing of the contacts' key links to cost less than looking each one up. */
const SITES = 30;

describe('Many contacts at once, over both wires', () => {
  let here: Installation;
  let world: World;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    for (let index = 0; index < SITES; index += 1) {
      const place = { name: `Tester ${index} Dental`, line1: `${index + 1} Test St`, number: `A${100 + index}` };
      const site = world.site(place);
      world.customer(place);
      world.contact(site, 'Ada Ash', `55501${String(index).padStart(5, '0')}`);
      world.contact(site, 'Ben Birch', `55502${String(index).padStart(5, '0')}`);
    }
  });
  afterEach(() => here.close());

  const searches = (mark: ReturnType<World['mark']>) =>
    world.callsSince(mark).revio.filter(({ operation }) => operation === 'GET IntegrationKeyLink').length;

  it('S8, S9 after a lost store key links are listed, not looked up one by one, and only what is new is made', async function () {
    this.timeout(20_000);
    const { doc: first } = await here.sync();
    assert.equal(first.counts.linked, SITES);
    assert.equal(world.revio.state.contacts.all().length, 2 * SITES);
    await here.loseStore();
    const mark = world.mark();
    const { doc: again } = await here.sync();
    assert.deepEqual(world.writesSince(mark), []);
    assert.equal(again.counts.linked, SITES);
    // One listing of those of customers, one of those of contacts.
    assert.equal(searches(mark), 2);

    await here.loseStore();
    world.contact(String(world.cms.state.sites.all()[0]?.site_no), 'Cleo Cedar', '5550300000');
    await here.sync();
    assert.equal(world.revio.state.contacts.all().length, 2 * SITES + 1);
  });
});
