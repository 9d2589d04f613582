import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import type { PendingView } from '../../lib/sync/operations/pending';
import { createWorld, type Truth } from '../../simulators/world';
import { assertQuiet, customerKeyLinks, linkedCustomers, mark } from './quiet';
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
  });
  after(() => site?.end());

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

    const linked = await linkedCustomers(site);
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
    assert.deepEqual(new Map(keyLinks), await linkedCustomers(site));
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
      (await site.pending()).filter(({ decision }) => decision).map(({ decidedBy }) => decidedBy),
      Array(2 + namesakes.length).fill(USER),
    );

    const since = mark(site);
    const run = await site.press('cms-sync-now');
    assert.deepEqual(
      [run.cause, run.who, run.counts.linked + run.counts.conflict - first.counts.conflict],
      ['manual', 'inject', 2],
    );
    assert.equal(run.counts.created, 0);
    assert.equal(since().revio.filter(({ entity, kind }) => entity === 'customers' && kind === 'create').length, 0);
    const linked = await linkedCustomers(site);
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
    const linked = await linkedCustomers(site);
    assert.equal(linked.size, world.truth.length);
    assert.equal(new Set(linked.values()).size, world.truth.length);
  });

  it('S2: the cycle after that writes nothing, and reads no more than the listings and the contacts', async () => {
    const since = mark(site);
    const run = await site.press('cms-sync-now');
    assertQuiet(site, since(), run);
  });
});
