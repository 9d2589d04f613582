import assert from 'node:assert/strict';
import { createPostgresStore } from '../../lib/store/postgres/postgres-store';
import type { Store } from '../../lib/store/store';
import { listIntegrations, listRuns } from '../../lib/sync/operations/overview';
import { readRun } from '../../lib/sync/operations/run-detail';
import type { RunDoc } from '../../lib/sync/run-history';
import { asleepIn } from '../crash/sleeper';
import { postgresServer } from '../store/postgres/server';
import { waits } from '../store/postgres/waits';
import type { Overrides } from './headless/integrations';
import { Runner } from './headless/runner';
import type { Connection } from './headless/two-systems';
import { World } from './headless/world';

/** Slow enough for database and calls to keep up on a busy machine: a lease of a minute lasts for six seconds. */
const TURN = { hands: 100, everyMs: 10 };

describe('several processes with the same flows on one PostgreSQL', function () {
  this.timeout(60_000);
  let world: World;
  let url: string;
  let turning: Promise<void>;
  let over: boolean;
  let jump: number;
  const open: { runner: Runner; store: Store }[] = [];

  beforeEach(async () => {
    url = await (await postgresServer()).createDatabase();
    world = await World.start();
    for (const name of ['Alpha Arts', 'Beta Bakery', 'Gamma Glass']) world.site({ name, line1: `1 ${name} St` });
    [over, jump] = [false, 0];
    turning = turn();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ runner }) => runner.close()));
    over = true;
    await turning;
    await world.close();
  });

  /** One hand turns the clock: two at once would set it back. */
  async function turn(): Promise<void> {
    while (!over) {
      const by = TURN.hands + jump;
      jump = 0;
      await world.clock.advance(by);
      await new Promise((resolve) => setTimeout(resolve, TURN.everyMs));
    }
  }

  async function process(name: string, sides: Connection = world.connect(), settings: Overrides = {}): Promise<Runner> {
    const store = createPostgresStore({ url, clock: world.clock });
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `${name}-${ids}`;
    };
    const runner = new Runner({ store, clock: world.clock, sides, newId, holder: name, settings });
    open.push({ runner, store });
    await runner.engine.open();
    return runner;
  }

  const docs = async (runner: Runner): Promise<RunDoc[]> =>
    (await runner.engine.store.collection<RunDoc>('runs').find({ sort: [{ field: 'startedAt' }] })).items;
  const runsOver = (runner: Runner, count: number) =>
    waits(async () => (await docs(runner)).filter(({ state }) => state !== 'running').length >= count);
  const nobodyWaits = (runners: Runner[]) => waits(async () => runners.every(({ engine }) => !engine.hasWork));

  it('a run that a person asked for is seen from then on, also while it starts', async () => {
    const runner = await process('a');
    const { engine } = runner;
    const { runId } = engine.request('cms', { cause: 'manual', who: 'pat' });
    const seen: string[] = [];
    for (;;) {
      const [{ state }, listed] = await Promise.all([
        readRun(engine, runId, { offset: 0, limit: 1 }),
        listRuns(engine, { offset: 0, limit: 10 }),
      ]);
      assert.deepEqual(
        listed.items.map(({ id }) => id),
        [runId],
      );
      seen.push(state);
      if (state === 'done') break;
    }
    assert.deepEqual([...new Set(seen)], ['busy', 'running', 'done']);
  });

  it('S8: a timer that fires on each of them makes one run; what a person asks for comes after it', async () => {
    const runners = [await process('a'), await process('b'), await process('c')];
    for (const { engine } of runners) engine.request('cms', { cause: 'timer', who: 'timer' });
    await nobodyWaits(runners);
    const [only] = runners as [Runner];
    assert.deepEqual(
      (await docs(only)).map(({ state, counts }) => [state, counts.created]),
      [['done', 3]],
    );
    for (const { engine } of runners) engine.request('cms', { cause: 'manual', who: 'inject' });
    await runsOver(only, 4);
    await nobodyWaits(runners);
    assert.equal(world.revio.state.customers.size, 3);
    // The next tick is another.
    const before = world.clock.now();
    jump = 10 * 60_000;
    await waits(async () => world.clock.now() >= before + 10 * 60_000);
    for (const { engine } of runners) engine.request('cms', { cause: 'timer', who: 'timer' });
    await runsOver(only, 5);
    await nobodyWaits(runners);
    assert.equal((await docs(only)).length, 5);
  });

  it('N2: a run that ends with its process is taken over by another that was asked for the same', async () => {
    const stopped = await process('a');
    const other = await process('b');
    const run = stopped.sync();
    await waits(async () => stopped.engine.activeRuns().length > 0);
    other.engine.request('cms', { cause: 'timer', who: 'timer' });
    await stopped.close();
    await run;
    await runsOver(other, 2);
    assert.deepEqual(
      (await docs(other)).map(({ state, error, holder }) => [state, error?.code, holder]),
      [
        ['failed', 'RUN_INTERRUPTED', 'a'],
        ['done', undefined, 'b'],
      ],
    );
  });

  it('all of them show the running one and how far it is, and any of them stops it', async () => {
    const sleeper = asleepIn(world.connect(), 'billing', 'createCustomer');
    const running = await process('a', sleeper.connection);
    const other = await process('b');
    const heard: string[] = [];
    other.engine.on('changed', (topics = []) => heard.push(...topics));
    const run = running.sync();
    await sleeper.fellAsleep;
    await waits(async () => (await listRuns(other.engine, { offset: 0, limit: 1 })).items[0]?.phase === 'writing');
    const [view] = await listIntegrations(other.engine);
    assert.deepEqual([view?.state, view?.running?.progress?.of, view?.running?.holder], ['running', 3, 'a']);
    await waits(async () => heard.includes('runs'));
    const id = view?.running?.id ?? '';
    assert.equal(await other.engine.stop(id, 'olga'), true);
    assert.equal(await other.engine.stop('unknown', 'olga'), false);
    await waits(async () => running.engine.run(id)?.end !== undefined);
    sleeper.wake();
    const { doc } = await run;
    assert.deepEqual([doc.state, doc.error?.code], ['failed', 'RUN_STOPPED']);
    assert.match(doc.error?.message ?? '', /olga/);
  });

  it('S8: one that slept beyond its lease is told as interrupted, and writes nothing when it wakes', async () => {
    const sleeper = asleepIn(world.connect(), 'billing', 'createCustomer');
    const paused = await process('a', sleeper.connection);
    const other = await process('b');
    const late = paused.sync();
    await sleeper.fellAsleep;
    // Its timers stand still with it.
    const { store } = open[0] as { store: Store };
    await store.close();
    const next = await other.sync();
    assert.equal(next.doc.state, 'done');
    assert.equal(world.revio.state.customers.size, 0, 'all three may still be on their way');
    await store.open();
    sleeper.wake();
    await late;
    assert.deepEqual(
      (await docs(other)).map(({ state, error }) => [state, error?.code]),
      [
        ['failed', 'RUN_INTERRUPTED'],
        ['done', undefined],
      ],
    );
  });
});
