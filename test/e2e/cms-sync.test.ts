import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { PendingView } from '../../lib/sync/operations/decisions';
import type { RunView } from '../../lib/sync/operations/overview';
import { createWorld, type Truth } from '../../simulators/world';
import { Site, USER, until } from './site';

/** One dealer's first day, in order: each test goes on from where the one before it left off. */
describe('the hourly CMS sync, in a real Node-RED', function () {
  this.timeout(60_000);
  const world = createWorld();
  const truth = new Map<string, Truth>(world.truth.map((one) => [one.accountId, one]));
  const ofKind = (expect: Truth['expect']) => world.truth.filter((one) => one.expect === expect);
  /** Rev.io customers of the first morning. */
  const old = new Set(world.customers.map(({ id }) => id));
  let site: Site;
  let ownContacts: string;
  let first: RunView;
  let queue: Map<string, PendingView>;
  /** What people decided: account -> customer. */
  const decided = new Map<string, string>();

  before(async () => {
    site = await Site.start({
      env: { DEALER_SYNC_REVIEW_MINUTES: '0' },
      edit: (flows) =>
        flows.map((node) => (node.id === 'cms-sync-start' ? { ...node, once: true, onceDelay: 0.1 } : node)),
    });
    ownContacts = JSON.stringify(site.revio.state.contacts.all());
  });
  after(() => site?.end());

  async function linkedCustomers(): Promise<Map<string, string>> {
    const links = await site.links();
    return new Map(links.map(({ accountId = '', customerId = '' }) => [accountId, customerId]));
  }

  /** Calls to each system since a mark, and what they wrote. */
  function mark() {
    const [cms, revio] = [site.cms.log.last, site.revio.log.last];
    return () => ({
      reads: {
        cms: site.cms.log.calls({ after: cms, wrote: false }).map(({ operation }) => operation),
        revio: site.revio.log.calls({ after: revio, wrote: false }).map(({ operation }) => operation),
      },
      cms: site.cms.log.writes({ after: cms }),
      revio: site.revio.log.writes({ after: revio }),
    });
  }

  function assertQuiet(since: ReturnType<ReturnType<typeof mark>>, run: RunView): void {
    assert.deepEqual(run.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
    assert.deepEqual([since.cms, since.revio], [[], []]);
    const sites = site.cms.state.sites.all().filter((row) => row.sitestat_id === 'A' && row.company === 'SIM').length;
    assert.deepEqual(count(since.reads.cms), { GetSiteSystemList: 1, GetContactList: sites });
    assert.deepEqual(Object.keys(count(since.reads.revio)).sort(), ['GET Customers', 'GET IntegrationKeyLink']);
  }

  it('S11, S17: links, queues and creates what the truth says at start-up, and links nobody falsely', async () => {
    const run = await until(async () => (await site.runs())[0], 'the first run');
    first = await site.over(run.id);
    assert.deepEqual([first.state, first.cause, first.who, first.error], ['done', 'startup', 'timer', undefined]);
    const [link, review, create] = [ofKind('link'), ofKind('review'), ofKind('create')];
    const conflicts = world.differences.filter(({ kind }) => kind === 'different').length;
    assert.deepEqual(first.counts, {
      seen: first.counts.seen,
      linked: link.length - conflicts,
      conflict: conflicts,
      pending: review.length,
      created: create.length,
      updated: 0,
      unchanged: 0,
      skipped: first.counts.seen - world.truth.length,
      held: 0,
      failed: 0,
    });

    const linked = await linkedCustomers();
    const falseLinks = [...linked].filter(
      ([account, customer]) => old.has(customer) && truth.get(account)?.customerId !== customer,
    );
    assert.deepEqual(falseLinks, []);
    for (const { accountId, customerId } of link) assert.equal(linked.get(accountId), customerId);
    for (const { accountId } of create) assert.ok(!old.has(linked.get(accountId) ?? [...old][0] ?? ''), accountId);
    assert.equal(linked.size, link.length + create.length);

    queue = new Map((await site.pending()).map((match) => [match.account.id, match]));
    assert.deepEqual([...queue.keys()].sort(), review.map(({ accountId }) => accountId).sort());
    assert.equal((await site.conflicts()).length, conflicts);
  });

  it('keeps each link as one key link in Rev.io, and creates nobody twice', async () => {
    const keyLinks = customerKeyLinks(site);
    assert.deepEqual(new Map(keyLinks), await linkedCustomers());
    assert.equal(keyLinks.length, new Set(keyLinks.map(([external]) => external)).size);
    const made = site.revio.state.customers.all().filter(({ customer_id }) => !old.has(String(customer_id)));
    assert.equal(made.length, ofKind('create').length);
    assert.ok(made.every(({ source }) => source === 'dealer-sync'));
  });

  it('fills what was blank on one side', async () => {
    const customers = new Map(site.revio.state.customers.all().map((row) => [String(row.customer_id), row]));
    for (const { accountId, customerId, kind, field, cms, revio } of world.differences) {
      const customer = customers.get(customerId);
      assert.ok(customer);
      const address = site.revio.state.address(customer, 'service_address');
      const row = site.cms.state.sites.get(Number(accountId));
      const at = { line2: 'line_2', city: 'city', state: 'state_or_province', postalCode: 'postal_code' } as const;
      const columns = { line2: 'site_addr2', city: 'city_name', state: 'state_id', postalCode: 'zip_code' } as const;
      if (field === 'name' || field === 'line1') continue;
      if (kind === 'blank-in-revio') assert.equal(address[at[field]], cms, `${customerId} ${field}`);
      if (kind === 'blank-in-cms') assert.equal(row?.[columns[field]], revio.toUpperCase(), `${accountId} ${field}`);
      if (kind === 'different') assert.deepEqual([row?.[columns[field]], address[at[field]]], [cms, revio]);
    }
  });

  it('S22: audits every write, once, with who, why, and the service account', async () => {
    const entries = await site.audit(`?runId=${first.id}`);
    assert.equal(entries.length, first.writes.revio + first.writes.monitoring + first.writes.keyLinks);
    const created = (entity: string) =>
      entries.filter((entry) => entry.entity === entity && entry.operation === 'create').map((entry) => entry.entityId);
    const written = (entity: string) =>
      site.revio.log.writes().filter((write) => write.entity === entity && write.kind === 'create');
    for (const [entity, rows] of [
      ['customer', 'customers'],
      ['key link', 'key-links'],
      ['contact', 'contacts'],
    ] as const)
      assert.deepEqual(
        created(entity).sort(),
        written(rows)
          .map(({ id }) => id)
          .sort(),
        entity,
      );
    for (const entry of entries) {
      assert.equal(entry.who, 'timer');
      assert.ok(entry.reason && entry.as && entry.key && entry.pairId, JSON.stringify(entry));
    }
  });

  it('S16: takes people’s words on the next run, whoever starts it, and creates nobody before the hour', async () => {
    const accounts = [...queue.keys()].sort();
    const byTrap = (trap: string) => accounts.filter((id) => truth.get(id)?.trap === trap);
    const say = (account: string | undefined, body: object) =>
      site.post<PendingView>(`pending/${queue.get(account ?? '')?.id}`, body);

    const [moved, movedToo] = byTrap('moved');
    const theirs = truth.get(moved ?? '')?.customerId ?? '';
    await say(moved, { decision: 'accept', customerId: theirs });
    decided.set(moved ?? '', theirs);
    const elsewhere =
      world.unmonitoredCustomerIds.find(
        (id) =>
          site.revio.state.customers.get(Number(id))?.status === 'OPEN' &&
          !site.revio.state.customers.get(Number(id))?.is_parent,
      ) ?? '';
    const [son] = byTrap('father and son');
    await say(son, { decision: 'reassign', customerId: elsewhere });
    decided.set(son ?? '', elsewhere);
    await say(movedToo, { decision: 'accept' });
    const undone = await say(movedToo, { decision: 'undo' });
    assert.equal(undone.decision, undefined);
    const namesakes = byTrap('namesake elsewhere');
    const ids = namesakes.map((account) => queue.get(account)?.id);
    await site.post('pending', { ids, decision: 'reject' });
    assert.deepEqual(
      (await site.pending()).filter(({ decision }) => decision).map(({ decision }) => decision?.by),
      Array(2 + namesakes.length).fill(USER),
    );

    const since = mark();
    const run = await site.press('cms-sync-now');
    assert.deepEqual(
      [run.cause, run.who, run.counts.linked + run.counts.conflict - first.counts.conflict],
      ['manual', 'inject', 2],
    );
    assert.equal(run.counts.created, 0);
    assert.equal(since().revio.filter(({ entity, kind }) => entity === 'customers' && kind === 'create').length, 0);
    const linked = await linkedCustomers();
    for (const [account, customer] of decided) assert.equal(linked.get(account), customer);
    const entries = await site.audit(`?runId=${run.id}`);
    assert.ok(entries.length > 0 && entries.every(({ who }) => who === 'inject'));
    assert.ok(entries.some(({ reason }) => reason === `accept by ${USER}`));
  });

  it('the next hourly cycle creates exactly who was left undecided or rejected', async () => {
    const waiting = [...queue.keys()].filter((account) => !decided.has(account));
    const run = await site.press('cms-sync-hourly');
    assert.deepEqual([run.state, run.cause, run.who], ['done', 'timer', 'timer']);
    assert.deepEqual([run.counts.created, run.counts.pending, run.counts.failed], [waiting.length, 0, 0]);
    const created = await site.records(run.id, 'created');
    assert.deepEqual(created.map(({ key }) => key).sort(), waiting.map((account) => `cms:${account}`).sort());
    assert.deepEqual(await site.pending(), []);
    const linked = await linkedCustomers();
    assert.equal(linked.size, world.truth.length);
    assert.equal(new Set(linked.values()).size, world.truth.length);
  });

  it('S2: the cycle after that writes nothing, and reads no more than the listings and the contacts', async () => {
    const since = mark();
    const run = await site.press('cms-sync-now');
    assertQuiet(since(), run);
  });

  it('S3, S5: an edit on each side crosses once, though CMS changes what it is given; then all is quiet', async () => {
    const plain = ofKind('link').filter(
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

    const since = mark();
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

    const quiet = mark();
    const next = await site.press('cms-sync-hourly');
    assertQuiet(quiet(), next);
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

    const quiet = mark();
    const next = await site.press('cms-sync-hourly');
    assertQuiet(quiet(), next);
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
    const linked = new Set((await linkedCustomers()).values());
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
    assert.equal((await linkedCustomers()).get(account), customer);
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
    const quiet = mark();
    const next = await site.press('cms-sync-hourly');
    assertQuiet(quiet(), next);
    assert.deepEqual(addressAt(customer), before);
  });
});

function count(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** CMS's key links for customers: external id and internal id. */
function customerKeyLinks(site: Site): [string, string][] {
  return site.revio.state.keyLinks
    .all()
    .filter((row) => row.integration_system_id === 7 && row.integration_entity_type_id === 2)
    .map((row) => [row.external_id, row.internal_id]);
}
