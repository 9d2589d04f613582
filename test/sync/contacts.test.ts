import assert from 'node:assert/strict';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('Contacts over both wires', () => {
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

  const atRevio = () => world.revio.state.contacts.all().map((contact) => contact.name);
  const linkCount = () => world.revio.state.keyLinks.size;

  it('are added with a key link each, changed, and removed after a second reading; what people made in Rev.io stays', async () => {
    world.customerContact(customer, 'Made By Hand', '5550100099');
    const ada = world.contact(site, 'Ada Ash', '5550100001');
    const ben = world.contact(site, 'Ben Birch', '5550100002');
    await here.sync();
    assert.deepEqual(atRevio(), ['Made By Hand', 'Ada Ash', 'Ben Birch']);
    assert.equal(linkCount(), 3);

    const email = { email_address: 'ada@ash.example' };
    world.cms.edit({ entity: 'contacts', action: 'set', id: ada, fields: email });
    await here.sync();
    assert.equal(world.revio.state.contacts.all()[1]?.email, 'ada@ash.example');

    world.cms.edit({ entity: 'contacts', action: 'remove', id: ben });
    const mark = world.mark();
    await here.sync();
    assert.deepEqual(atRevio(), ['Made By Hand', 'Ada Ash']);
    assert.equal(linkCount(), 2, 'its key link goes with it');
    const readings = world.callsSince(mark).cms.filter((call) => call.operation === 'GetContactList');
    assert.equal(readings.length, 2, 'a second reading confirms what is gone');
    assert.deepEqual(await here.cycles(1), []);
  });

  it('a list that came short once removes nobody', async () => {
    world.contact(site, 'Ada Ash');
    world.contact(site, 'Ben Birch');
    await here.sync();
    for (const distort of ['empty', 'short']) {
      world.cms.faults.add({ match: { operation: 'GetContactList' }, nth: 1, distort });
      assert.equal((await here.sync()).doc.state, 'done');
      assert.deepEqual(atRevio(), ['Ada Ash', 'Ben Birch']);
    }
    assert.deepEqual(await here.cycles(1), []);
  });

  it('one whose end date has passed is removed without a second reading, and a future one stays', async () => {
    const ada = world.contact(site, 'Ada Ash');
    const ben = world.contact(site, 'Ben Birch');
    await here.sync();
    world.cms.edit({ entity: 'contacts', action: 'set', id: ada, fields: { end_date: '2026-01-01T00:00:00.000' } });
    world.cms.edit({ entity: 'contacts', action: 'set', id: ben, fields: { end_date: '2031-01-01T00:00:00.000' } });
    await here.sync();
    assert.deepEqual(atRevio(), ['Ben Birch']);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S9 a lost store doubles no contact, and they are changed and removed as before', async () => {
    const ada = world.contact(site, 'Ada Ash');
    const ben = world.contact(site, 'Ben Birch');
    await here.sync();
    await here.loseStore();
    const mark = world.mark();
    await here.sync();
    assert.deepEqual(world.writesSince(mark), []);
    world.cms.edit({ entity: 'contacts', action: 'set', id: ada, fields: { email_address: 'ada@ash.example' } });
    world.cms.edit({ entity: 'contacts', action: 'remove', id: ben });
    await here.sync();
    assert.deepEqual(
      world.revio.state.contacts.all().map(({ name, email }) => [name, email]),
      [['Ada Ash', 'ada@ash.example']],
    );
    assert.equal(linkCount(), 2);
  });

  it('one that a person removed in Rev.io comes back while the station still calls it', async () => {
    const ada = world.contact(site, 'Ada Ash');
    await here.sync();
    world.revio.edit({
      entity: 'contacts',
      action: 'remove',
      id: String(world.revio.state.contacts.all()[0]?.contact_id),
    });
    world.cms.edit({ entity: 'contacts', action: 'set', id: ada, fields: { email_address: 'ada@ash.example' } });
    await here.cycles(3);
    assert.deepEqual(atRevio(), ['Ada Ash']);
    assert.deepEqual(await here.cycles(1), []);
  });
});
