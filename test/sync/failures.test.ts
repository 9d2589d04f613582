import assert from 'node:assert/strict';
import type { PairDoc } from '../../lib/sync/pair';
import { BAD_REQUEST_ARRAY } from '../../simulators/revio';
import { Installation } from './headless/installation';
import type { World } from './headless/world';

describe('Failures over both wires', () => {
  let here: Installation;
  let world: World;
  let bad: string;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    bad = world.site({ name: 'Poison Ivy Nursery', line1: '1 Ivy St', number: 'N100' });
    for (const [n, name] of ['Amber Arts', 'Cedar Cafe', 'Ember Energy'].entries()) {
      world.site({ name, line1: `${n + 2} Oak St`, number: `N20${n}` });
    }
  });
  afterEach(() => here.close());

  it('S13 a record that always fails stops no other; it is tried again later and later, then parked, and a person retries it', async () => {
    world.revio.faults.add({
      id: 'poison',
      match: { operation: 'POST Customers', body: 'Poison Ivy' },
      ...BAD_REQUEST_ARRAY,
    });
    const first = await here.sync();
    assert.deepEqual([first.doc.state, first.doc.counts.created, first.doc.counts.failed], ['done', 3, 1]);

    const tries = () =>
      world.revio.log.calls({ operation: 'POST Customers' }).filter((call) => call.body.includes('Poison')).length;
    assert.equal((await here.sync()).doc.counts.failed, 1);
    assert.equal(tries(), 1, 'a timed run waits for the back-off');
    const waits: number[] = [];
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      const { nextAttemptAt = 0 } = await here.pair(bad);
      waits.push(nextAttemptAt - world.clock.now());
      await world.clock.advance(nextAttemptAt - world.clock.now());
      await here.sync();
      assert.equal(tries(), attempt);
    }
    assert.deepEqual(
      waits,
      [...waits].sort((a, b) => a - b),
      'each wait is longer',
    );
    const parked = await here.pair(bad);
    assert.deepEqual([parked.state, parked.attempts], ['parked', 5]);
    assert.ok(parked.error?.message);
    await here.cycles(3);
    assert.equal(tries(), 5, 'parked: left alone');

    world.revio.faults.clear('poison');
    const retried: PairDoc = {
      ...parked,
      rev: (await here.pair(bad)).rev,
      state: parked.parkedFrom ?? 'unmatched',
      attempts: 0,
    };
    delete retried.nextAttemptAt;
    delete retried.error;
    delete retried.parkedFrom;
    await here.store.collection<PairDoc>('pairs').put(retried);
    const done = await here.sync({ cause: 'manual' });
    assert.deepEqual([done.doc.counts.created, done.doc.counts.failed], [1, 0]);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S15 a create whose reply is lost is not sent again before a look-up, and not before the settle time', async () => {
    world.revio.faults.add({ match: { operation: 'POST Customers', body: 'Poison Ivy' }, nth: 1, end: 'reset' });
    await here.sync();
    const posts = () =>
      world.revio.log.calls({ operation: 'POST Customers' }).filter((call) => call.body.includes('Poison')).length;
    await here.wait(5);
    await here.sync({ cause: 'manual' });
    assert.equal(posts(), 1, 'it may still arrive');
    await here.wait(20);
    const mark = world.mark();
    await here.sync();
    assert.equal(posts(), 2);
    const order = world
      .callsSince(mark)
      .revio.map((call) => `${call.operation}${call.query.includes('account_number') ? ' by number' : ''}`);
    const [lookedUp, sent] = ['GET Customers by number', 'POST Customers'].map((call) => order.indexOf(call));
    assert.ok(lookedUp !== undefined && sent !== undefined && lookedUp >= 0 && lookedUp < sent, 'looked up first');
    assert.equal(world.revio.state.customers.size, 4);
  });

  it('a missing bill profile is one clear error with nothing written', async () => {
    await here.restart({ billProfileId: '' });
    const { doc } = await here.sync();
    assert.deepEqual([doc.state, doc.error?.code], ['failed', 'MISSING_BILL_PROFILE']);
    assert.equal(world.revio.state.customers.size, 0);
    await here.restart({ billProfileId: '1' });
    assert.equal((await here.sync()).doc.counts.created, 4);
  });

  it('an integration system that Rev.io does not know fails the run in one sentence', async () => {
    await here.restart({ keyLinkSystem: 'NOBODY' });
    const { doc } = await here.sync();
    assert.deepEqual([doc.state, doc.error?.code], ['failed', 'UNKNOWN_SYSTEM']);
  });

  it('without key links the account number and the store carry the pairs', async () => {
    await here.restart({ keyLinkSystem: '' });
    assert.equal((await here.sync()).doc.counts.created, 4);
    assert.equal(world.revio.state.keyLinks.size, 0);
    assert.deepEqual(await here.cycles(2), []);
  });

  it('a listing that fails half-way fails the run, with nothing written and nothing removed', async () => {
    world.contact(bad, 'Ivy');
    await here.sync();
    world.setSite(bad, { site_name: 'Ivy Renamed' });
    world.revio.faults.add({ match: { operation: 'GET Customers' }, status: 500, body: '{}' });
    const mark = world.mark();
    const { doc } = await here.sync();
    assert.equal(doc.state, 'failed');
    assert.deepEqual(world.writesSince(mark), []);
  });

  it('S6 a run that is stopped by a person writes nothing more, and the next one ends what was begun', async () => {
    const running = here.runner.sync();
    here.runner.engine.once('run-started', (run) => here.runner.engine.stop(run.setup.id, 'pat'));
    const { doc } = await running;
    assert.deepEqual([doc.state, doc.error?.code], ['failed', 'RUN_STOPPED']);
    const { doc: next } = await here.sync();
    assert.equal(next.counts.created + next.counts.unchanged + next.counts.linked, 4);
  });
});
