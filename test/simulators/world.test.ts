import assert from 'node:assert/strict';
import { startCmsSimulator } from '../../simulators/cms';
import { startRevioSimulator } from '../../simulators/revio';
import { createWorld, type World, type WorldCustomer, type WorldSite } from '../../simulators/world';
import { soap } from './cms-call';
import { call } from './revio-call';

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
const houseNumber = (line: string) => line.split(' ')[0];

describe('the world of known truth', () => {
  const world = createWorld();
  const sites = new Map(world.sites.map((site) => [site.id, site]));
  const customers = new Map(world.customers.map((customer) => [customer.id, customer]));
  const expected = (expect: string) => world.truth.filter((truth) => truth.expect === expect);

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(createWorld(), world);
    assert.notDeepEqual(createWorld(2), world);
  });

  it('has 300 sites, 320 systems, 5 % of the sites not active, about as many customers', () => {
    assert.equal(world.sites.length, 300);
    assert.equal(world.sites.flatMap(({ numbers }) => numbers).length, 320);
    assert.equal(world.inactiveSiteIds.length, 15);
    assert.ok(Math.abs(world.customers.length - 300) < 15);
    const contacts = world.sites.flatMap((site) => site.contacts).length;
    assert.ok(contacts > 240 && contacts < 340, `${contacts} contacts`);
  });

  it('tells the truth about each active site once, of every kind', () => {
    const active = world.sites.filter(({ status }) => status === 'A').map(({ id }) => id);
    assert.deepEqual(
      world.truth.map(({ accountId }) => accountId),
      active,
    );
    assert.deepEqual(
      ['link', 'review', 'create'].map((kind) => expected(kind).length),
      [192, 44, 49],
    );
  });

  it('links each customer once, to an open one at the same house', () => {
    const linked = expected('link').map(({ customerId }) => customerId);
    assert.equal(new Set(linked).size, linked.length);
    for (const { accountId, customerId } of expected('link')) {
      const site = sites.get(accountId) as WorldSite;
      const customer = customers.get(customerId ?? '') as WorldCustomer;
      assert.equal(customer.status, 'OPEN');
      assert.equal(customer.isParent, false);
      assert.equal(houseNumber(site.address.line1), houseNumber(customer.address.line1));
    }
  });

  for (const seed of [1, 2, 3, 4, 5]) {
    it(`leaves strangers alone: no customer shares their name, street or number (seed ${seed})`, () => {
      const other: World = createWorld(seed);
      const words = new Set(
        other.customers.flatMap(({ name, address }) => [
          ...('last' in name ? [name.first, name.last] : name.company.split(' ')).map(plain),
          plain(address.line1.split(' ').at(-2) ?? ''),
        ]),
      );
      for (const { accountId } of other.truth.filter(({ expect }) => expect === 'create')) {
        const site = other.sites.find(({ id }) => id === accountId) as WorldSite;
        for (const word of site.name.split(/[ ,]+/)) assert.ok(!words.has(plain(word)), word);
        assert.ok(!words.has(plain(site.address.line1.split(' ').at(-2) ?? '')), site.address.line1);
      }
    });
  }

  it('says what it planted: the two sides of each difference, none of them on a shared address', () => {
    assert.equal(world.differences.filter(({ kind }) => kind === 'different').length, 13);
    const linked = new Set(expected('link').map(({ accountId, customerId }) => `${accountId} ${customerId}`));
    for (const { accountId, customerId, field, kind, cms, revio } of world.differences) {
      assert.ok(linked.has(`${accountId} ${customerId}`));
      assert.equal(customers.get(customerId)?.sharedAddress, false);
      assert.notEqual(plain(cms), plain(revio));
      assert.equal(kind === 'blank-in-cms', cms === '', `${field} ${kind}`);
      assert.equal(kind === 'blank-in-revio', revio === '', `${field} ${kind}`);
    }
  });

  it('gives nobody’s account number to anybody else', () => {
    const numbers = [...world.sites.flatMap((site) => site.numbers), ...world.customers.map((c) => c.accountNumber)];
    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('is shown by both simulators under the numbers of the truth', async () => {
    const [cms, revio] = await Promise.all([
      startCmsSimulator({ seed: 'match' }),
      startRevioSimulator({ seed: 'match' }),
    ]);
    try {
      assert.deepEqual(cms.truth(), world.truth);
      assert.deepEqual(revio.truth(), world.truth);
      const { rows } = await soap(cms, 'site/GetSiteSystemList', { SiteStat_id: 'A' });
      assert.equal(rows.length, 285 + 20);
      const [some] = expected('link');
      assert.equal(
        rows.find((row) => row.site_no === some?.accountId)?.site_name,
        sites.get(some?.accountId ?? '')?.name,
      );
      const { json } = await call(revio, 'GET', `/Customers/${some?.customerId}`);
      assert.equal(
        (json.service_address as { line_1: string }).line_1,
        customers.get(some?.customerId ?? '')?.address.line1,
      );
      assert.deepEqual([...cms.breaches.list(), ...revio.breaches.list()], []);
    } finally {
      await Promise.all([cms.close(), revio.close()]);
    }
  });

  it('has a large one in which both sides say the same and are linked already', async () => {
    const seed = { large: 50, contacts: true };
    const [cms, revio] = await Promise.all([startCmsSimulator({ seed }), startRevioSimulator({ seed })]);
    try {
      const { rows } = await soap(cms, 'site/GetSiteSystemList', { SiteStat_id: 'A' });
      const links = revio.state.keyLinks.all();
      assert.equal(links.length, 100);
      for (const row of rows) {
        const link = links.find(
          ({ external_id, integration_entity_type_id }) =>
            external_id === row.site_no && integration_entity_type_id === 2,
        );
        const customer = revio.state.customers.get(Number(link?.internal_id));
        assert.ok(customer);
        assert.equal(revio.state.address(customer, 'service_address').line_1, row.site_addr1);
      }
      const contact = cms.state.contacts.all()[7];
      const link = links.find(({ external_id }) => external_id === String(contact?.ctaclink_no));
      assert.equal(revio.state.contacts.get(Number(link?.internal_id))?.name, contact?.name);
    } finally {
      await Promise.all([cms.close(), revio.close()]);
    }
  });
});
