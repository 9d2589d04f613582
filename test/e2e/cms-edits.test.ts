import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createWorld, type Truth } from '../../simulators/world';
import { assertQuiet, customerKeyLinks, linkedCustomers, mark } from './quiet';
import { Site, USER } from './site';

/** A dealer whose records are all linked, and what people do then, on either side and in between. In order. */
describe('edits, conflicts, contacts and links under the hourly CMS sync, in a real Node-RED', function () {
  this.timeout(60_000);
  const world = createWorld();
  /** Rev.io customers of the first morning. */
  const old = new Set(world.customers.map(({ id }) => id));
  let site: Site;
  let ownContacts: string;

  before(async () => {
    site = await Site.start({ env: { DEALER_SYNC_REVIEW_MINUTES: '0' } });
    ownContacts = JSON.stringify(site.revio.state.contacts.all());
    for (const inject of ['cms-sync-now', 'cms-sync-hourly']) assert.equal((await site.press(inject)).state, 'done');
    assert.equal((await site.links()).length, world.truth.length);
  });
  after(() => site?.end());

  it('S3, S5: an edit on each side crosses once, though CMS changes what it is given; then all is quiet', async () => {
    const plain = world.truth.filter(
      ({ accountId, customerId, trap }) =>
        trap === 'last name first' &&
        !world.differences.some((one) => one.accountId === accountId) &&
        !world.customers.find(({ id }) => id === customerId)?.sharedAddress,
    );
    const [a, b, c] = plain;
    assert.ok(a && b && c?.customerId);
    const customerOf = (one: Truth) => site.revio.state.customers.get(Number(one.customerId));
    const addressOf = (one: Truth) => {
      const customer = customerOf(one);
      assert.ok(customer);
      return site.revio.state.address(customer, 'service_address');
    };
    const siteOf = (one: Truth) => site.cms.state.sites.get(Number(one.accountId));
    site.cms.edit({ entity: 'sites', id: a.accountId, action: 'set', fields: { site_addr1: '900 Edited Ave' } });
    site.revio.edit({
      entity: 'customers',
      id: b.customerId ?? '',
      action: 'set',
      fields: { service_address: { line_1: '12 Rev Rd', city: 'Otherville' } },
    });
    site.cms.edit({ entity: 'sites', id: c.accountId, action: 'set', fields: { site_name: 'RENAMED, PAT' } });
    site.revio.edit({
      entity: 'customers',
      id: c.customerId,
      action: 'set',
      fields: { service_address: { postal_code: '00077', postal_code_extension: '' } },
    });

    const since = mark(site);
    const run = await site.press('cms-sync-hourly');
    assert.equal(run.counts.updated, 3);
    assert.deepEqual(
      [addressOf(a).line_1, siteOf(b)?.site_addr1, siteOf(b)?.city_name],
      ['900 EDITED AVE', '12 REV RD', 'OTHERVILLE'],
    );
    assert.deepEqual([addressOf(b).line_1, addressOf(b).city], ['12 Rev Rd', 'Otherville']);
    assert.deepEqual(
      [addressOf(c).first_name, addressOf(c).last_name].map((text) => text.toLowerCase()),
      ['pat', 'renamed'],
    );
    assert.deepEqual([siteOf(c)?.site_name, siteOf(c)?.zip_code], ['RENAMED, PAT', '00077']);
    const wrote = since();
    assert.deepEqual(wrote.cms.map(({ id }) => id).sort(), [b.accountId, c.accountId].sort());
    assert.equal(wrote.revio.filter(({ id }) => id === String(addressOf(a).address_id)).length, 1);
    const entries = await site.audit(`?runId=${run.id}`);
    assert.deepEqual(
      entries.map(({ key, entity }) => `${key} ${entity}`).sort(),
      [
        `cms:${a.accountId} customer`,
        `cms:${b.accountId} account`,
        `cms:${c.accountId} account`,
        `cms:${c.accountId} customer`,
      ].sort(),
    );

    const quiet = mark(site);
    const next = await site.press('cms-sync-hourly');
    assertQuiet(site, quiet(), next);
  });

  it('S4: a conflict is written the way a person chose, and stays quiet until then', async () => {
    const conflicts = await site.conflicts();
    const [toRevio, toCms] = conflicts.filter(({ field }) => field === 'city');
    assert.ok(toRevio && toCms);
    await site.post(`conflicts/${toRevio.id}`, { side: 'monitoring' });
    await site.post(`conflicts/${toCms.id}`, { side: 'revio' });
    const run = await site.press('cms-sync-now');
    assert.deepEqual(run.writes, { revio: 1, monitoring: 1, keyLinks: 0 });
    const customer = site.revio.state.customers.get(Number(toRevio.customerRecord?.id));
    assert.ok(customer);
    assert.equal(site.revio.state.address(customer, 'service_address').city, toRevio.account);
    assert.equal(site.cms.state.sites.get(Number(toCms.accountRecord?.id))?.city_name, toCms.customer.toUpperCase());
    const left = (await site.conflicts()).map(({ id }) => id);
    assert.deepEqual(
      left,
      conflicts.map(({ id }) => id).filter((id) => id !== toRevio.id && id !== toCms.id),
    );
    const audited = await site.audit(`?runId=${run.id}`);
    assert.ok(
      audited.some(({ old: before }) => Object.values(before).includes(toRevio.customer)),
      'the loser is in the audit',
    );
  });

  it('contacts that CMS adds, changes and removes arrive; people’s own in Rev.io are not touched', async () => {
    const links = await site.links();
    const rows = site.cms.state.contacts.all();
    const [changed, removed, ended] = rows.filter((row) =>
      links.some(({ accountId }) => accountId === String(row.site_no)),
    );
    assert.ok(changed && removed && ended);
    const customerOf = (siteNo: number) =>
      Number(links.find(({ accountId }) => accountId === String(siteNo))?.customerId);
    const names = (siteNo: number) =>
      site.revio.state.contacts
        .all()
        .filter((row) => row.customer_id === customerOf(siteNo))
        .map(({ name, phone }) => ({ name, phone }));
    site.cms.edit({
      entity: 'contacts',
      action: 'add',
      fields: {
        site_no: changed.site_no,
        name: 'Newly Added',
        phones: [{ type: 'HM', number: '5550109999' }],
        auth_id: 'CALL',
      },
    });
    site.cms.edit({
      entity: 'contacts',
      action: 'set',
      id: String(changed.ctaclink_no),
      fields: { name: 'Newly Named' },
    });
    site.cms.edit({ entity: 'contacts', action: 'remove', id: String(removed.ctaclink_no) });
    site.cms.edit({
      entity: 'contacts',
      action: 'set',
      id: String(ended.ctaclink_no),
      fields: { end_date: '2020-01-31T00:00:00' },
    });

    await site.press('cms-sync-hourly');
    const now = names(changed.site_no);
    assert.ok(now.some(({ name, phone }) => name === 'Newly Added' && phone.replace(/\D/g, '') === '5550109999'));
    assert.ok(now.some(({ name }) => name === 'Newly Named') && !now.some(({ name }) => name === changed.name));
    assert.ok(!names(removed.site_no).some(({ name }) => name === removed.name));
    assert.ok(!names(ended.site_no).some(({ name }) => name === ended.name));
    const own = new Set((JSON.parse(ownContacts) as { contact_id: number }[]).map(({ contact_id }) => contact_id));
    const theirs = site.revio.state.contacts.all().filter(({ contact_id }) => own.has(contact_id));
    assert.equal(JSON.stringify(theirs), ownContacts);

    const quiet = mark(site);
    const next = await site.press('cms-sync-hourly');
    assertQuiet(site, quiet(), next);
  });

  /** A linked site with contacts, whose customer was there before and has nothing open. */
  async function linkWithContacts(nth: number) {
    const busy = new Set((await site.conflicts()).map(({ pairId }) => pairId));
    const found = (await site.links()).filter(
      ({ id, accountId, customerId = '' }) =>
        !busy.has(id) && old.has(customerId) && site.cms.state.contactsOf(Number(accountId)).length > 0,
    )[nth];
    assert.ok(found?.accountId && found.customerId);
    return { id: found.id, account: found.accountId, customer: found.customerId };
  }

  function contactsAt(customer: string): string[] {
    return site.revio.state.contacts
      .all()
      .filter(({ customer_id }) => customer_id === Number(customer))
      .map(({ name }) => name);
  }

  function namesAtCms(account: string): string[] {
    return site.cms.state.contactsOf(Number(account)).map(({ name }) => name);
  }

  function addressAt(customer: string) {
    const row = site.revio.state.customers.get(Number(customer));
    assert.ok(row, `no customer ${customer}`);
    return site.revio.state.address(row, 'service_address');
  }

  /** An open customer that nobody is linked to. */
  async function strangers(): Promise<string[]> {
    const linked = new Set((await linkedCustomers(site)).values());
    return world.unmonitoredCustomerIds.filter((id) => {
      const row = site.revio.state.customers.get(Number(id));
      return row?.status === 'OPEN' && !row.is_parent && !linked.has(id);
    });
  }

  it('unlinks: the key link goes, nobody is deleted, and the account waits for a person', async () => {
    const { id, account, customer } = await linkWithContacts(20);
    const before = site.revio.state.counts();
    await site.post(`links/${id}`, { action: 'unlink' });
    const run = await site.press('cms-sync-now');
    assert.equal(run.state, 'done');
    assert.ok(!customerKeyLinks(site).some(([external]) => external === account));
    assert.deepEqual({ ...site.revio.state.counts(), 'key-links': 0 }, { ...before, 'key-links': 0 });
    const waiting = (await site.pending()).find((match) => match.account.id === account);
    assert.ok(waiting, 'waits in the queue');
    assert.ok(!waiting.candidates.some((one) => one.customer.id === customer), 'S16: not offered again');

    await site.post(`pending/${waiting.id}`, { decision: 'reassign', customerId: customer });
    await site.press('cms-sync-now');
    assert.equal((await linkedCustomers(site)).get(account), customer);
    assert.deepEqual(
      namesAtCms(account).filter((name) => !contactsAt(customer).includes(name)),
      [],
    );
    assert.equal(site.revio.state.contacts.size, before.contacts, 'no contact was doubled');
  });

  it('relinks: the key link moves in one step, and the contacts come to the new customer', async () => {
    const { id, account, customer } = await linkWithContacts(21);
    const [to = ''] = await strangers();
    const keyLink = site.revio.state.keyLinks.all().find((row) => row.external_id === account);
    await site.post(`links/${id}`, { action: 'relink', customerId: to });
    await site.press('cms-sync-now');
    const moved = site.revio.state.keyLinks.all().find((row) => row.external_id === account);
    assert.deepEqual([moved?.integration_key_link_id, moved?.internal_id], [keyLink?.integration_key_link_id, to]);
    await site.press('cms-sync-now');
    assert.deepEqual(
      namesAtCms(account).filter((name) => !contactsAt(to).includes(name)),
      [],
    );
    const audited = await site.audit(`?key=cms:${account}`);
    const move = audited.find(({ operation, old: before }) => operation === 'update' && before.externalId === account);
    assert.deepEqual([move?.old.internalId, move?.new.internalId], [customer, to]);
    assert.equal(move?.reason, `linked elsewhere by ${USER}`);
  });

  it('S17: a second site of a customer is held until a person calls it additional; then only its contacts come in', async () => {
    const { customer } = await linkWithContacts(22);
    const row = site.cms.edit({
      entity: 'sites',
      action: 'add',
      fields: {
        site_name: 'Second Place',
        site_addr1: '2 Second Pl',
        city_name: 'Testville',
        state_id: 'NY',
        zip_code: '00001',
        phone1: '5550107777',
      },
    }) as { site_no: number };
    site.cms.edit({
      entity: 'contacts',
      action: 'add',
      fields: { site_no: row.site_no, name: 'Second Keyholder', phones: [{ type: 'HM', number: '5550107778' }] },
    });
    site.revio.edit({
      entity: 'key-links',
      action: 'add',
      fields: {
        integration_system_id: 7,
        integration_entity_type_id: 2,
        internal_id: customer,
        external_id: String(row.site_no),
      },
    });
    const key = `cms:${row.site_no}`;
    const held = await site.press('cms-sync-hourly');
    const conflict = (await site.records(held.id, 'conflict')).find((record) => record.key === key);
    assert.match(conflict?.reason ?? '', /additional site/);

    await site.post(`links/${key}`, { action: 'additional', customerId: customer });
    const before = addressAt(customer);
    await site.press('cms-sync-hourly');
    assert.ok(contactsAt(customer).includes('Second Keyholder'));
    const link = (await site.links()).find(({ accountId }) => accountId === String(row.site_no));
    assert.deepEqual([link?.additional, link?.customerId], [true, customer]);
    site.cms.edit({ entity: 'sites', id: String(row.site_no), action: 'set', fields: { site_addr1: '3 Third Pl' } });
    const quiet = mark(site);
    const next = await site.press('cms-sync-hourly');
    assertQuiet(site, quiet(), next);
    assert.deepEqual(addressAt(customer), before);
  });
});
