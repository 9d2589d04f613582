import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Clock } from '../../lib/clock';
import { createMemoryStore } from '../../lib/store/memory-store';
import type { Store } from '../../lib/store/store';
import type { BillingSystem } from '../../lib/sync/ports';
import { HandClock } from '../http/hand-clock';
import { Runner } from '../sync/headless/runner';
import { type Connection, World } from '../sync/headless/world';

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

  /** Turns the clock until the work is done: who waits for a lease asks again every few seconds. */
  async function patiently<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = work.finally(() => {
      done = true;
    });
    while (!done) {
      await world.clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return end;
  }

  it('two processes started together: one waits for the other, and finds all done', async () => {
    const [first, second] = [runner('first').sync(), runner('second').sync()];
    const [a, b] = await patiently(Promise.all([first, second]));
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
      const sleeper = asleepIn(world.connect(), method);
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

/** A connection that stops at the first call of a method, as a process that is paused there. */
function asleepIn(connection: Connection, method: 'findCustomersByNumber' | 'createCustomer') {
  let wake = () => {};
  let told = () => {};
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const fellAsleep = new Promise<void>((resolve) => {
    told = resolve;
  });
  const billing: BillingSystem = new Proxy(connection.billing, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== method) return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        told();
        await awake;
        return value.apply(target, args) as unknown;
      };
    },
  });
  return { connection: { ...connection, billing }, fellAsleep, wake };
}
