import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Clock } from '../../lib/clock';
import { createMemoryStore } from '../../lib/store/memory-store';
import type { Store } from '../../lib/store/store';
import { HandClock } from '../http/hand-clock';
import { RAPID_RESPONSE_INTEGRATIONS } from '../sync/headless/integrations';
import { RapidResponseWorld } from '../sync/headless/rapid-response-world';
import { Runner } from '../sync/headless/runner';
import type { Connection } from '../sync/headless/two-systems';
import { World } from '../sync/headless/world';
import { asleepIn, patiently } from './sleeper';

describe('S8 at most one create, whoever runs', () => {
  let world: World;
  let store: Store;
  let ids = 0;
  const runners: Runner[] = [];

  beforeEach(async () => {
    world = await World.start();
    store = createMemoryStore({ clock: world.clock });
    for (const [index, name] of ['Alpha Arts', 'Beta Bakery', 'Gamma Glass'].entries()) {
      const site = world.site({ name, line1: `${index + 1} Elm St`, number: `N10${index}` });
      world.contact(site, `Contact of ${name}`);
    }
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.close();
    await world.close();
  });

  function runner(holder: string, sides: Connection = world.connect(), clock: Clock = world.clock): Runner {
    const newId = () => {
      ids += 1;
      return `${holder}-${ids}`;
    };
    const made = new Runner({ store, clock, sides, holder, newId });
    runners.push(made);
    return made;
  }

  function assertEachOnce(): void {
    const { customers, keyLinks } = world.picture();
    assert.equal(customers.length, 3);
    assert.equal(world.revio.state.contacts.size, 3);
    assert.equal(keyLinks.length, 6, 'a key link for each customer and contact');
    assert.equal(new Set(keyLinks).size, 6);
  }

  it('two processes started together: one waits for the other, and finds all done', async () => {
    const [first, second] = [runner('first').sync(), runner('second').sync()];
    const [a, b] = await patiently(world, Promise.all([first, second]));
    assert.deepEqual([a.doc.state, b.doc.state], ['done', 'done']);
    assert.equal(a.doc.counts.created + b.doc.counts.created, 3);
    assertEachOnce();
  });

  it('a manual sync during a scheduled one waits; a third is merged into it', async () => {
    const one = runner('only');
    const started = once(one.engine, 'run-started');
    const scheduled = one.sync();
    await started;
    const manual = one.ask('cms', { cause: 'manual', who: 'inject' });
    const merged = one.engine.request('cms', { cause: 'timer', who: 'timer' });
    assert.equal(merged.state, 'merged');
    const [a, b] = await Promise.all([scheduled, manual]);
    assert.equal(a.doc.counts.created, 3);
    assert.deepEqual([b.doc.counts.created, b.doc.counts.unchanged], [0, 3]);
    assert.equal(b.doc.cause, 'timer', 'a merged timer keeps what only a timer may do');
    assertEachOnce();
  });

  for (const method of ['findCustomersByNumber', 'createCustomer'] as const) {
    it(`fencing: a runner that sleeps in ${method} beyond its lease writes nothing more when it wakes`, async () => {
      const sleeper = asleepIn(world.connect(), 'billing', method);
      // A process that is stopped renews nothing: its own clock stands still.
      const late = runner('sleeper', sleeper.connection, new HandClock(world.clock.now())).sync();
      await sleeper.fellAsleep;
      await world.clock.advance(61_000);
      const { doc } = await runner('successor').sync();
      assert.equal(doc.state, 'done');
      sleeper.wake();
      const ended = await late;
      assert.equal(ended.run.end?.state, 'failed');
      assert.equal(ended.doc.error?.code, 'LEASE_LOST');
      await world.clock.advance(11 * 60_000);
      await runner('later').sync();
      assertEachOnce();
    });
  }
});

describe('S8 at most one site, whoever runs', () => {
  let world: RapidResponseWorld;
  let store: Store;
  let ids = 0;
  const runners: Runner[] = [];

  beforeEach(async () => {
    world = await RapidResponseWorld.start();
    store = createMemoryStore({ clock: world.clock });
    for (const [index, name] of ['Alpha Arts', 'Beta Bakery', 'Gamma Glass'].entries()) {
      world.customer({ name, line1: `${index + 1} Elm St`, number: `N10${index}` });
    }
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.close();
    await world.close();
  });

  function runner(holder: string, sides: Connection = world.connect(), clock: Clock = world.clock): Runner {
    const newId = () => {
      ids += 1;
      return `${holder}-${ids}`;
    };
    const made = new Runner({ store, clock, sides, holder, newId, integrations: RAPID_RESPONSE_INTEGRATIONS });
    runners.push(made);
    return made;
  }
  const outbound = (one: Runner) => one.cycle('rapid-response-outbound');
  const inbound = (one: Runner) => one.cycle('rapid-response-inbound');

  function assertEachOnce(): void {
    const { sites, customers, keyLinks } = world.picture();
    assert.deepEqual([sites.length, customers.length, keyLinks.length], [3, 3, 3]);
    const { devices, groupLinks } = world.rapidResponse.state;
    assert.deepEqual([devices.size, groupLinks.size], [3, 3], 'no site is half made');
  }

  it('both halves started together in two processes: one waits for the other, and finds all done', async () => {
    const both = [outbound(runner('first')), inbound(runner('second')), outbound(runner('third'))];
    const ended = await patiently(world, Promise.all(both));
    assert.deepEqual(
      ended.map(({ doc }) => doc.state),
      ['done', 'done', 'done'],
    );
    const created = ended.reduce((sum, { doc }) => sum + doc.counts.created, 0);
    assert.equal(created, 3);
    assertEachOnce();
  });

  it('one half while the other is under way in the same process waits for it', async () => {
    const one = runner('only');
    const started = once(one.engine, 'run-started');
    const out = outbound(one);
    await started;
    const [a, b] = await Promise.all([out, inbound(one)]);
    assert.deepEqual([a.doc.counts.created, b.doc.counts.created, b.doc.counts.unchanged], [3, 0, 3]);
    assert.ok((a.doc.endedAt ?? 0) <= (b.doc.startedAt ?? 0), 'never at once');
    assertEachOnce();
  });

  for (const method of ['findAccountsByNumber', 'createAccount'] as const) {
    for (const [half, successor] of [
      ['outbound', outbound],
      ['inbound', inbound],
    ] as const) {
      it(`fencing: a runner that sleeps in ${method} beyond its lease, ${half} after it, writes nothing twice`, async () => {
        const sleeper = asleepIn(world.connect(), 'monitoring', method);
        // A process that is stopped renews nothing: its own clock stands still.
        const late = outbound(runner('sleeper', sleeper.connection, new HandClock(world.clock.now())));
        await sleeper.fellAsleep;
        await world.clock.advance(61_000);
        assert.equal((await successor(runner('successor'))).doc.state, 'done');
        sleeper.wake();
        const ended = await late;
        assert.deepEqual([ended.run.end?.state, ended.doc.error?.code], ['failed', 'LEASE_LOST']);
        const healthy = runner('later');
        for (const later of [inbound, outbound]) {
          await world.clock.advance(11 * 60_000);
          await later(healthy);
        }
        assertEachOnce();
      });
    }
  }
});
