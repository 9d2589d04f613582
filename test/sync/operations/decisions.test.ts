import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import { adviceFor } from '../../../lib/sync/operations/advice';
import { decideConflict, decideConflicts, listConflicts } from '../../../lib/sync/operations/conflicts';
import { decideLink } from '../../../lib/sync/operations/links';
import { listParked, retryManyParked, retryParked } from '../../../lib/sync/operations/parked';
import { decidePending, listPending } from '../../../lib/sync/operations/pending';
import { readRecord } from '../../../lib/sync/operations/record-story';
import { BAD_REQUEST_ARRAY } from '../../../simulators/revio';
import { Installation } from '../headless/installation';
import type { World } from '../headless/world';

const PAGE = { offset: 0, limit: 50 };

describe('What people decide', () => {
  let here: Installation;
  let world: World;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
  });
  afterEach(() => here.close());

  const engine = () => here.runner.engine;
  const decisions = async () =>
    (await here.all<AuditEntry>('audit', { operation: 'decide' })).map(({ who, entity, new: { decision } }) =>
      [who, entity, decision].join(' '),
    );
  const site = (name: string, number: string) => world.site({ name, line1: `${number} Oak St`, number });
  const customer = (name: string, number: string) => world.customer({ name, line1: `${number} Oak St`, number });

  describe('on pending matches', () => {
    let diner: string;
    let first: string;
    beforeEach(async () => {
      diner = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
      first = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X1' });
      world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X2' });
      await here.sync();
    });

    it('stands in the story of the record, with who and when, also what was taken back', async () => {
      const { items, counts } = await listPending(engine(), PAGE);
      assert.deepEqual(counts, { undecided: 1, decided: 0 });
      const [view] = items;
      assert.deepEqual([view?.space, view?.system], ['cms', 'CMS']);
      const id = view?.id ?? '';
      await decidePending(engine(), id, { decision: 'reject' }, 'pat');
      await decidePending(engine(), id, { decision: 'undo' }, 'kim');
      await decidePending(engine(), id, { decision: 'accept', customerId: first }, 'pat');
      assert.deepEqual((await listPending(engine(), PAGE)).counts, { undecided: 0, decided: 1 });
      assert.equal((await listPending(engine(), { ...PAGE, decided: false })).total, 0);
      assert.deepEqual((await decisions()).sort(), ['kim match undo', 'pat match accept', 'pat match reject']);
      await here.wait(1);
      await here.sync();
      const story = await readRecord(engine(), `cms:${diner}`);
      assert.deepEqual(
        story.timeline.map(({ kind, text }) => `${kind} ${text.key}`).filter((one) => !one.startsWith('state')),
        [
          'write create.key link',
          'outcome linked',
          'decision decide.accept',
          'decision decide.undo',
          'decision decide.reject',
          'outcome pending',
        ].sort((a, b) =>
          order(
            story.timeline.map(({ kind, text }) => `${kind} ${text.key}`),
            a,
            b,
          ),
        ),
      );
      assert.deepEqual([story.state, story.link?.decidedBy], ['linked', 'pat (accept)']);
    });

    it('is told of even when a run writes the same pair at that moment, and only once', async () => {
      const pair = await here.pair(diner);
      const pairs = engine().store.collection('pairs');
      const put = pairs.put.bind(pairs);
      let struck = false;
      pairs.put = async (doc, options) => {
        if (!struck) {
          struck = true;
          await put({ ...pair, updatedAt: pair.updatedAt + 1 } as never);
        }
        return put(doc, options);
      };
      await decidePending(engine(), pair._id, { decision: 'reject' }, 'pat');
      pairs.put = put;
      assert.equal(struck, true);
      assert.deepEqual(await decisions(), ['pat match reject']);
      assert.equal((await here.pair(diner)).decision?.kind, 'reject');
    });
  });

  it('on conflicts: one by one, or all of a kind at once, and taken back', async () => {
    for (const [n, name] of ['Amber Arts', 'Cedar Cafe', 'Ember Energy'].entries()) {
      site(name, `N${n}`);
      customer(name, `N${n}`);
    }
    await here.sync();
    for (const row of world.cms.state.sites.all()) {
      world.setSite(String(row.site_no), { site_name: `${row.site_name} East` });
    }
    for (const row of world.revio.state.customers.all()) {
      const address = world.revio.state.addresses.get(row.service_address_id);
      world.setCustomer(String(row.customer_id), {
        service_address: { company_name: `${address?.company_name} West`, line_2: 'Suite 1' },
      });
    }
    await here.wait(60);
    await here.sync();
    const { items, kinds, total } = await listConflicts(engine(), PAGE);
    assert.equal(total, 3);
    assert.deepEqual(kinds, [{ field: 'name', reason: 'both-changed', space: 'cms', total: 3 }]);
    assert.equal((await listConflicts(engine(), { ...PAGE, q: 'cedar' })).total, 1);
    assert.equal((await listConflicts(engine(), { ...PAGE, field: 'city' })).total, 0);

    await decideConflict(engine(), items[0]?.id ?? '', 'revio', 'pat');
    assert.equal(await decideConflicts(engine(), { all: { field: 'name' } }, 'monitoring', 'kim'), 2);
    assert.deepEqual((await listConflicts(engine(), PAGE)).kinds, []);
    await decideConflict(engine(), items[0]?.id ?? '', 'undo', 'pat');
    assert.equal((await listConflicts(engine(), PAGE)).items[0]?.decision, undefined);
    const ids = [items[0]?.id ?? '', 'gone.name'];
    assert.equal(await decideConflicts(engine(), { ids }, 'monitoring', 'pat'), 1, 'one that is gone is left out');
    await here.sync();
    assert.equal((await listConflicts(engine(), PAGE)).total, 0);
    assert.equal((await here.all<AuditEntry>('audit', { entity: 'conflict' })).length, 5);
  });

  it('on links', async () => {
    const id = site('Amber Arts', 'N1');
    const customerId = customer('Amber Arts', 'N1');
    await here.sync();
    await decideLink(engine(), (await here.pair(id))._id, { action: 'unlink' }, 'pat');
    const [entry] = await here.all<AuditEntry>('audit', { entity: 'link' });
    assert.deepEqual([entry?.new.decision, entry?.old.customerId, entry?.key], ['unlink', customerId, `cms:${id}`]);
  });

  it('on links: what no run has carried out is taken back; the customer that it is linked to is no news', async () => {
    const id = site('Amber Arts', 'N1');
    const customerId = customer('Amber Arts', 'N1');
    await here.sync();
    const { _id } = await here.pair(id);
    const say = (action: 'relink' | 'unlink' | 'undo', chosen = {}) =>
      decideLink(engine(), _id, { action, ...chosen }, 'pat');
    await assert.rejects(say('relink', { customerId }), { code: 'BAD_REQUEST', message: /linked to this customer/ });
    await assert.rejects(say('undo'), { code: 'BAD_REQUEST', message: /Nothing waits/ });
    await say('unlink');
    const mark = world.mark();
    await say('undo');
    await here.sync();
    assert.deepEqual(world.writesSince(mark), []);
    const pair = await here.pair(id);
    assert.deepEqual([pair.state, pair.customerId, pair.rejected], ['linked', customerId, []]);
    assert.deepEqual(await decisions(), ['pat link unlink', 'pat link undo']);
  });

  it('on parked records: one, or all, with what to do in a sentence', async () => {
    for (const [n, name] of ['Poison Ivy Nursery', 'Poison Oak Farm'].entries()) site(name, `P${n}`);
    world.revio.faults.add({ id: 'x', match: { operation: 'POST Customers', body: 'Poison' }, ...BAD_REQUEST_ARRAY });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await here.sync();
      await here.wait(600);
    }
    const { items, total } = await listParked(engine(), { ...PAGE, space: 'cms' });
    assert.equal(total, 2);
    assert.deepEqual([items[0]?.system, items[0]?.space], ['CMS', 'cms']);
    assert.match(items[0]?.advice ?? '', /^[A-Z].*\.$/);
    await retryParked(engine(), items[0]?.id ?? '', 'pat');
    await assert.rejects(retryParked(engine(), items[0]?.id ?? '', 'pat'), { code: 'NOT_FOUND' });
    assert.equal(await retryManyParked(engine(), { all: true }, 'pat'), 1);
    assert.equal((await listParked(engine(), PAGE)).total, 0);
    world.revio.faults.clear('x');
    await here.sync();
    assert.deepEqual(await decisions(), ['pat parked retry', 'pat parked retry']);
  });

  it('advises what the error says to do, or what its kind allows', () => {
    const advice = (message: string, transient = false) => adviceFor({ message, transient });
    assert.equal(advice('The name is blank: enter one in Rev.io.'), 'Enter one in Rev.io.');
    assert.equal(advice('It is taken. Choose another number.'), 'Choose another number.');
    assert.match(advice('Rev.io answered 400: name is too long'), /^Correct the record/);
    assert.match(advice('Rev.io did not answer.', true), /try again/);
  });
});

/** As they stand there: entries of one instant have no order of their own. */
function order(all: string[], a: string, b: string): number {
  return all.indexOf(a) - all.indexOf(b);
}
