import assert from 'node:assert/strict';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('Push of a customer to CMS over both wires', () => {
  let here: Installation;
  let world: World;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  it('makes the site with its number, its contacts with the authority of the settings, and the key link', async () => {
    const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    world.customerContact(customer, 'Eve Eta', '5550100021');
    world.customerContact(customer, 'Ed Eta', '5550100022');
    const { doc } = await here.push(customer);
    assert.deepEqual([doc.state, doc.counts.seen, doc.counts.created], ['done', 1, 1]);
    const picture = world.picture();
    assert.deepEqual(picture.sites, [
      {
        numbers: ['P500'],
        name: 'Eta Electric',
        address: ['5 PUSH LN', '', 'TESTVILLE', 'NY', '00001'],
        phone: '5550100021',
        status: 'A',
        contacts: ['Ed Eta 5550100022 CALL', 'Eve Eta 5550100021 CALL'],
      },
    ]);
    assert.deepEqual(picture.keyLinks, ['Eta Electric [P500] = customer P500']);
    assert.deepEqual(await here.cycles(2), [], 'nothing of it is imported back');
  });

  it('S8 pushed again, it is there already', async () => {
    const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    world.customerContact(customer, 'Eve Eta');
    await here.push(customer);
    const mark = world.mark();
    const { doc } = await here.push(customer);
    assert.deepEqual([doc.counts.seen, doc.counts.unchanged], [1, 1]);
    assert.deepEqual(world.writesSince(mark), []);
  });

  it('works while every account is linked already', async () => {
    world.customer({ name: 'Settled Shop', line1: '1 Calm St', number: 'S100' });
    world.site({ name: 'Settled Shop', line1: '1 Calm St', number: 'S100' });
    await here.sync();
    const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    world.customerContact(customer, 'Eve Eta');
    assert.equal((await here.push(customer)).doc.counts.created, 1);
  });

  it('sends the edits of a linked customer out, and leaves the other customers alone', async () => {
    const site = world.site({ name: 'Settled Shop', line1: '1 Calm St', number: 'S100' });
    const customer = world.customer({ name: 'Settled Shop', line1: '1 Calm St', number: 'S100' });
    const other = world.site({ name: 'Otherwise Ltd', line1: '2 Calm St', number: 'S200' });
    const second = world.customer({ name: 'Otherwise Ltd', line1: '2 Calm St', number: 'S200' });
    await here.sync();
    for (const id of [customer, second]) world.setCustomer(id, { service_address: { postal_code: '00099' } });
    const { doc } = await here.push(customer);
    assert.deepEqual([doc.counts.seen, doc.counts.updated], [1, 1]);
    assert.equal(world.cms.state.sites.get(Number(site))?.zip_code, '00099');
    assert.equal(world.cms.state.sites.get(Number(other))?.zip_code, '00001');
  });

  it('links a customer whose site is there already instead of making another', async () => {
    world.site({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    world.customerContact(customer, 'Eve Eta');
    const { doc } = await here.push(customer);
    assert.equal(doc.counts.linked, 1);
    assert.equal(world.cms.state.sites.size, 1);
  });

  it('S16 waits when a pending match may be about the customer', async () => {
    world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    const one = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X100' });
    world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X200' });
    world.customerContact(one, 'Dee Delta');
    await here.sync();
    const { doc } = await here.push(one);
    assert.equal(doc.counts.pending, 1);
    assert.equal(world.cms.state.sites.size, 1);
  });

  it('refuses what a site cannot do without, in one sentence each, and a customer that is closed or unknown', async () => {
    const bare = world.customer({ name: 'No Phone Ltd', line1: '1 Mute St', number: 'P600' });
    const closed = world.customer({ name: 'Closed Doors', line1: '2 Shut St', number: 'P700', status: 'CLOSED' });
    const ended = await here.push(bare, closed, '424242');
    const told = [...ended.run.records.values()].map(({ outcome }) => [outcome?.name, outcome?.code]);
    assert.deepEqual(told.sort(), [
      ['failed', 'NO_PHONE'],
      ['failed', 'UNKNOWN_CUSTOMER'],
      ['skipped', undefined],
    ]);
    assert.equal(world.cms.state.sites.size, 0);
  });

  it('a number that another site holds is no reason to double it', async () => {
    world.site({ name: 'Somebody Else Entirely', line1: '88 Far Ave', number: 'P500' });
    const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    world.customerContact(customer, 'Eve Eta');
    const ended = await here.push(customer);
    const codes = [...ended.run.records.values()].map(({ outcome }) => outcome?.code ?? outcome?.name);
    assert.ok(codes.includes('ACCOUNT_NUMBER_TAKEN') || codes.includes('pending'), codes.join());
    assert.equal(world.cms.state.sites.size, 1);
  });
});
