import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import { DEALER_GROUP, type Truth } from '../../simulators/rapid-response';
import type { CustomerRow } from '../../simulators/revio/rows';
import { createRapidResponseWorld } from '../../simulators/world/rapid-response';
import { assertQuietHalf, customerKeyLinks, linkedCustomers, mark, RR_SYSTEM } from './quiet';
import { Site, USER, until } from './site';

const IN = 'rapid-response-inbound';
const OUT = 'rapid-response-outbound';
const NO_WRITES = { revio: 0, monitoring: 0, keyLinks: 0 };
/** The create limit of the shipped outbound flow. */
const MOST_NEW_SITES = 20;

/** One dealer's first days with Rapid Response, in order: each test goes on from where the one before it left off. */
describe('Rapid Response and Rev.io, both ways, in a real Node-RED', function () {
  this.timeout(60_000);
  const world = createRapidResponseWorld();
  let site: Site;
  let truth: Truth;
  /** Rev.io customers of the first morning, by account number. */
  let old: Map<string, CustomerRow>;
  let first: RunView;

  before(async () => {
    site = await Site.start({ rapidResponse: {} });
    truth = site.station.truth() ?? [];
    old = new Map(site.revio.state.customers.all().map((row) => [row.account_number, row]));
  });
  after(() => site?.end());

  const inbound = (inject = 'now') => site.press(`rapid-response-in-${inject}`, IN);
  const outbound = (inject = 'now') => site.press(`rapid-response-out-${inject}`, OUT);
  const ofKind = (expect: Truth[number]['expect']) => truth.filter((one) => one.expect === expect);
  const idOf = (accountNumber: string | null) => String(old.get(accountNumber ?? '')?.customer_id);
  const wrote = () => site.station.log.writes().length + site.revio.log.writes().length;
  const keys = (rows: { key: string }[]) => rows.map(({ key }) => key).sort();
  const siteOf = (id: string | undefined) => {
    const row = site.station.state.sites.get(Number(id));
    assert.ok(row, `no site ${id}`);
    return row;
  };
  const customerOf = (id: string | undefined) => {
    const row = site.revio.state.customers.get(Number(id));
    assert.ok(row, `no customer ${id}`);
    return row;
  };
  const addressOf = (id: string | undefined) => site.revio.state.address(customerOf(id), 'service_address');

  async function assertQuiet(): Promise<void> {
    for (const half of [inbound, outbound]) {
      const since = mark(site);
      const run = await half('hourly');
      assertQuietHalf(since(), run);
    }
  }

  /** A linked pair whose customer was there on the first morning; a residential or a commercial one. */
  async function pairOf(type: string, nth: number) {
    const known = new Set([...old.values()].map(({ customer_id }) => String(customer_id)));
    const found = (await site.links()).filter(
      ({ accountId, customerId = '' }) => known.has(customerId) && siteOf(accountId).SiteType === type,
    )[nth];
    assert.ok(found?.accountId && found.customerId);
    return { account: found.accountId, customer: found.customerId };
  }

  it('S19: previews of both halves write nothing at all', async () => {
    for (const preview of [await inbound('preview'), await outbound('preview')]) {
      assert.deepEqual([preview.state, preview.preview, preview.writes], ['done', true, NO_WRITES]);
    }
    assert.equal(wrote(), 0);
  });

  it('S11, S17: the first inbound run links, creates, queues and skips what the truth says, and links nobody falsely', async () => {
    first = await inbound();
    const [link, create, review, skip] = [ofKind('link'), ofKind('create'), ofKind('review'), ofKind('skip')];
    const { seen, ...counts } = first.counts;
    assert.deepEqual(
      [first.state, first.error, counts],
      [
        'done',
        undefined,
        {
          linked: link.length,
          created: create.length,
          pending: review.length,
          skipped: seen - link.length - create.length - review.length,
          ...{ updated: 0, unchanged: 0, conflict: 0, held: 0, failed: 0 },
        },
      ],
    );
    const linked = await linkedCustomers(site);
    for (const { siteNum, customer } of link) assert.equal(linked.get(String(siteNum)), idOf(customer));
    const before = new Set([...old.values()].map(({ customer_id }) => String(customer_id)));
    for (const { siteNum } of create) assert.ok(!before.has(linked.get(String(siteNum)) ?? [...before][0] ?? ''));
    assert.equal(linked.size, link.length + create.length);
    assert.deepEqual(new Map(customerKeyLinks(site, RR_SYSTEM)), linked);

    const queue = (await site.pending()).map(({ account }) => Number(account.id));
    assert.deepEqual(queue.sort(), review.map(({ siteNum }) => siteNum).sort());
    const reasons = new Map((await site.records(first.id, 'skipped')).map(({ key, reason }) => [key, reason]));
    const told = { elevator: /neither/, medical: /neither/, cancelled: /^cancelled/, 'no device': /no device/ };
    for (const { siteNum, trap } of skip)
      assert.match(reasons.get(`rapid-response:${siteNum}`) ?? '', told[trap as keyof typeof told], trap);
  });

  it('makes customers of the sites: kind by type, a person’s name in parts, the code as account number, the bill profile', async () => {
    const linked = await linkedCustomers(site);
    for (const { siteNum } of ofKind('create')) {
      const row = siteOf(String(siteNum));
      const customer = customerOf(linked.get(String(siteNum)));
      const address = addressOf(linked.get(String(siteNum)));
      const isPerson = row.SiteType === 'R';
      assert.deepEqual(
        [customer.class, customer.account_number, customer.bill_profile_id, customer.source, address.line_1],
        [
          isPerson ? 'RESIDENTIAL' : 'BUSINESS',
          site.station.state.devicesOf(siteNum)[0]?.TransmitterCode,
          1,
          'dealer-sync',
          row.Address,
        ],
      );
      const words = row.SiteName.toLowerCase().split(/[\s,]+/);
      if (!isPerson) assert.equal(address.company_name, row.SiteName);
      else
        assert.deepEqual(
          [address.first_name, address.last_name].map((name) => name.toLowerCase()).sort(),
          words.sort(),
        );
    }
  });

  it('S10: the first outbound run is held, since each site costs money; approved, it makes exactly the sites of its plan', async () => {
    const held = await outbound();
    assert.deepEqual([held.state, held.writes], ['held', NO_WRITES]);
    const [hold, ...more] = await site.holds();
    assert.ok(hold && hold.counts.creates > MOST_NEW_SITES && more.length === 0);
    assert.match(hold.reasons.join(), /records would be created/);
    // Each customer without a site is in the plan, or is a candidate of a site that waits.
    const planned = keys(
      (await site.records(held.id, 'held')).filter(({ actions }) => actions?.[0]?.kind === 'create-account'),
    );
    const candidates = new Set(
      (await site.pending()).flatMap((one) => one.candidates.map(({ customer }) => customer.id)),
    );
    const free = world.withoutSite.map(idOf).filter((id) => !candidates.has(id));
    assert.deepEqual(planned, free.map((id) => `revio:${id}`).sort());

    const before = site.station.state.sites.size;
    const { runId } = await site.post<{ runId: string }>(`holds/${hold.id}`, { decision: 'approve' });
    const run = await site.over(runId);
    assert.deepEqual([run.state, run.who, run.counts.created, run.counts.failed], ['done', USER, free.length, 0]);
    assert.equal(site.station.state.sites.size - before, free.length);
    for (const id of free) {
      const [made, ...twice] = site.station.state.sites.all().filter(({ SiteID1 }) => SiteID1 === id);
      assert.ok(made && twice.length === 0, id);
      const [device, ...others] = site.station.state.devicesOf(made.SiteNum);
      const { account_number, class: kind } = customerOf(id);
      assert.deepEqual(
        [device?.TransmitterCode, device?.DeviceType, device?.InServiceFlag, others.length],
        [account_number, '2GIGCP21', false, 0],
      );
      assert.deepEqual(
        [made.SiteType, made.TimeZoneNum, made.Address, made.State, site.station.state.groupsOf(made.SiteNum)],
        [kind === 'RESIDENTIAL' ? 'R' : 'C', 13, addressOf(id).line_1, 'OH', [DEALER_GROUP]],
      );
      assert.ok(
        customerKeyLinks(site, RR_SYSTEM).some(
          ([external, internal]) => external === String(made.SiteNum) && internal === id,
        ),
      );
    }
  });

  it('S2: then both halves are quiet', assertQuiet);

  it('S3: an edit crosses once, in either direction, and comes not back with the other half', async () => {
    const [a, b, c] = [await pairOf('C', 0), await pairOf('R', 0), await pairOf('C', 1)];
    site.station.edit({ entity: 'sites', id: a.account, action: 'set', fields: { Address: '900 Edited Ave' } });
    site.revio.edit({
      entity: 'customers',
      id: b.customer,
      action: 'set',
      fields: { service_address: { first_name: 'Renata', city: 'Otherville' } },
    });
    // S5: two fields of one record, one on each side.
    site.station.edit({ entity: 'sites', id: c.account, action: 'set', fields: { SiteName: 'Newly Named Bakers' } });
    site.revio.edit({
      entity: 'customers',
      id: c.customer,
      action: 'set',
      fields: { service_address: { line_2: 'Rear' } },
    });

    const since = mark(site);
    const came = await inbound();
    assert.deepEqual(came.counts.updated, 2, 'a run that comes in takes what the station says, and no more');
    const went = await outbound();
    assert.deepEqual(went.counts.updated, 2);
    assert.equal(addressOf(a.customer).line_1, '900 Edited Ave');
    assert.equal(addressOf(c.customer).company_name, 'Newly Named Bakers');
    const { SiteName, City } = siteOf(b.account);
    assert.deepEqual(
      [SiteName, City],
      [`${addressOf(b.customer).last_name}, Renata`.toUpperCase(), 'Otherville'],
      'a name is written as the station writes this one',
    );
    assert.equal(siteOf(c.account).Address2, 'Rear');
    assert.deepEqual(
      since()
        .station.map(({ id }) => id)
        .sort(),
      [b.account, c.account].sort(),
    );
    await assertQuiet();
  });

  it('S18: a cancelled site closes its customer once; neither half opens or cancels anything afterwards', async () => {
    const { account, customer } = await pairOf('R', 3);
    const service = (fields: object) =>
      site.station.edit({ entity: 'devices', id: account, action: 'set', fields: { ...fields } });
    service({ InServiceFlag: false, OOSCat: 'CANC' });
    assert.equal((await outbound()).writes.revio, 0, 'the half that goes out closes nobody');
    const run = await inbound();
    assert.deepEqual([run.state, run.writes.revio, customerOf(customer).status], ['done', 1, 'CLOSED']);
    await assertQuiet();
    const entries = await site.audit(`?key=rapid-response:${account}`);
    assert.ok(entries.some(({ runId, reason }) => runId === run.id && /cancelled/.test(reason)));

    service({ InServiceFlag: true, OOSCat: '' });
    await inbound();
    await outbound();
    assert.equal(customerOf(customer).status, 'CLOSED', 'to reopen is a person’s affair');
    await assertQuiet();
  });

  it('a customer who is closed in Rev.io cancels nothing at the station', async () => {
    const { account, customer } = await pairOf('C', 4);
    const devices = structuredClone(site.station.state.devicesOf(Number(account)));
    site.revio.edit({ entity: 'customers', id: customer, action: 'set', fields: { status: 'CLOSED' } });
    const since = mark(site);
    for (const half of [outbound, inbound]) await half();
    assert.deepEqual(since().station, []);
    assert.deepEqual(site.station.state.devicesOf(Number(account)), devices);
  });

  it('S8: an outbound run that is asked for during an inbound one waits for it: they never overlap', async () => {
    const [slow] = site.station.faults.add({ match: { operation: 'DeviceList' }, delayMs: 400, times: 1 });
    await site.nodeRed.inject('rapid-response-in-now');
    await until(
      async () => site.station.faults.list().find(({ id, struck }) => id === slow && struck > 0),
      'the reading',
    );
    const { runId } = await site.post<{ runId: string }>(`integrations/${OUT}/run`, {});
    assert.equal((await site.get<RunView>(`runs/${runId}`)).state, 'busy');
    const states = await site.get<{ id: string; state: string }[]>('integrations');
    assert.deepEqual(
      [IN, OUT].map((id) => states.find((one) => one.id === id)?.state),
      ['running', 'waiting'],
    );
    const waited = await site.over(runId);
    const [came] = await site.runs(IN);
    assert.ok(came?.endedAt && waited.startedAt >= came.endedAt, `${came?.endedAt} and ${waited.startedAt}`);
    site.station.faults.clear();
  });

  it('S16: nobody is made of an undecided match, however often the hour comes; people’s words are carried out', async () => {
    const pending = await site.pending();
    const since = mark(site);
    await inbound('hourly');
    assert.deepEqual(since().revio, []);

    const byTrap = (trap: string) =>
      pending.filter(({ account }) => truth.some((one) => String(one.siteNum) === account.id && one.trap === trap));
    const [twin] = byTrap('two customers alike');
    const [household, other] = byTrap('another of the household');
    assert.ok(twin && household && other);
    const theirs = idOf(truth.find(({ siteNum }) => String(siteNum) === twin.account.id)?.customer ?? '');
    const brother = twin.candidates.find(({ customer }) => customer.id !== theirs)?.customer.id ?? '';
    await site.post(`pending/${twin.id}`, { decision: 'accept', customerId: theirs });
    await site.post(`pending/${household.id}`, { decision: 'reject' });
    const prospect = String([...old.values()].find(({ status }) => status === 'PROSPECT')?.customer_id);
    await site.post(`pending/${other.id}`, { decision: 'reassign', customerId: prospect });

    const run = await inbound('hourly');
    const linked = await linkedCustomers(site);
    assert.deepEqual(
      [twin, other].map(({ account }) => linked.get(account.id)),
      [theirs, prospect],
    );
    const made = keys(await site.records(run.id, 'created'));
    assert.deepEqual(made, [`rapid-response:${household.account.id}`]);
    const out = await outbound('hourly');
    const free = [brother, ...[household, other].map(({ candidates }) => candidates[0]?.customer.id)];
    assert.deepEqual(
      keys(await site.records(out.id, 'created')),
      free.map((id) => `revio:${id}`).sort(),
      'who was a candidate only of what is decided now has no site yet',
    );
    assert.equal((await site.pending()).length, pending.length - 3);
  });

  it('S9: a lost store: both halves make, close and delete nothing, and know every link again', async () => {
    const known = new Map(await linkedCustomers(site));
    await site.nodeRed.stop();
    await site.loseStore();
    await site.startAgain();
    const since = mark(site);
    for (const half of [outbound, inbound, outbound]) {
      const run = await half('hourly');
      assert.deepEqual([run.state, run.counts.created, run.writes], ['done', 0, NO_WRITES]);
    }
    assert.deepEqual([since().station, since().revio], [[], []]);
    assert.deepEqual(await linkedCustomers(site), known);
  });
});
