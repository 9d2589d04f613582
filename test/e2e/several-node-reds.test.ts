import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import { freePort } from '../../scripts/demo/free-port';
import { type RunningNodeRed, startNodeRed } from '../../scripts/demo/node-red';
import { type PostgresServer, startPostgres } from '../store/postgres/server';
import { type FlowNode, Site, USER, until } from './site';

/** Short, so that nobody waits for a minute; long enough for a busy machine to renew it. */
const LEASE_SECONDS = 6;
const MATCHING = 4;
const CREATE = { operation: 'POST Customers' };
/** Ten minutes must pass before a create that was cut off and cannot be found is tried again. */
const LATER = { NODE_OPTIONS: `--require ${join(__dirname, 'later.cjs')}`, CLOCK_AHEAD_MS: '660000' };

/** Nobody's name is like another's: what is not made yet must not look like who is made already. */
const WORDS = [
  ...['Amber', 'Bramble', 'Cinder', 'Dovetail', 'Ember', 'Fathom', 'Gossamer', 'Harrow', 'Isthmus', 'Juniper'],
  ...['Kestrel', 'Lodestar', 'Mulberry', 'Nimbus', 'Obsidian', 'Pumice', 'Quillwort', 'Rampart', 'Saffron', 'Thimble'],
  ...['Umbra', 'Verbena', 'Wicket', 'Xylem', 'Yarrow', 'Zephyr', 'Almanac', 'Bobbin', 'Cobalt', 'Drumlin', 'Eiderdown'],
];

describe('S8, N2: three Node-REDs with the same flows on one PostgreSQL', function () {
  this.timeout(120_000);
  let postgres: PostgresServer;
  let url: string;
  let site: Site;
  let flows: FlowNode[];
  let added = 0;
  const reds: RunningNodeRed[] = [];
  const homes: string[] = [];

  before(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    const seed = { large: MATCHING, contacts: false, linked: false };
    const env = { DEALER_SYNC_POSTGRES_URL: url, DEALER_SYNC_LEASE_SECONDS: String(LEASE_SECONDS) };
    // Ticks as near as those of these tests are ticks of their own only with a timer that is as fast.
    const edit = (own: FlowNode[]) =>
      own.map((node) => (node.type === 'dealer-sync-sync-start' ? { ...node, schedule: '* * * * * *' } : node));
    site = await Site.start({ cms: { seed }, revio: { seed }, env, edit });
    flows = await site.nodeRed.get('flows');
    reds.push(site.nodeRed, ...(await Promise.all([startAnother(), startAnother()])));
  });
  after(async () => {
    await Promise.all(reds.map((red) => red.stop('SIGKILL')));
    await site?.end();
    await postgres?.stop();
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });

  async function startAnother(env: Record<string, string> = {}): Promise<RunningNodeRed> {
    const userDir = mkdtempSync(join(tmpdir(), 'dealer-sync-e2e-'));
    homes.push(userDir);
    return startNodeRed({ userDir, port: await freePort(), flows, env: { ...site.env, ...env } });
  }

  /** Stopped by a signal: it would answer nobody. */
  let paused: RunningNodeRed | undefined;
  const living = () =>
    reds.filter((red) => red !== paused && red.process.exitCode === null && red.process.signalCode === null);
  const ask = async <T>(red: RunningNodeRed, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${USER}`, 'content-type': 'application/json' };
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(`${red.url}/dealer-sync/${path}`, { headers, ...init });
    const text = await response.text();
    assert.ok(response.ok, `${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const runs = async (red = living()[0]): Promise<RunView[]> =>
    ask(red as RunningNodeRed, 'runs?integration=cms&limit=50');
  const timerFires = () => Promise.all(living().map((red) => red.inject('cms-sync-hourly')));

  function addSites(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const [name, street] = [WORDS[added % WORDS.length], WORDS[(added * 5 + 3) % WORDS.length]];
      added += 1;
      site.cms.edit({
        entity: 'sites',
        action: 'add',
        fields: {
          site_name: `${name} ${['Bakery', 'Dental', 'Garage', 'Optics'][added % 4]}`,
          site_addr1: `${added * 7} ${street} St`,
          city_name: `${street}ton`,
          state_id: 'NY',
          zip_code: `0${1000 + added * 37}`,
          phone1: `55504${String(added).padStart(5, '0')}`,
        },
      });
    }
  }

  /** How often the lease was given, and whether anybody has it now. */
  async function lease(): Promise<{ token: number; free: boolean }> {
    const [row] = await postgres.sql(
      "select token, expires_at = 0 as free from dealer_sync.leases where space = 'cms'",
      url,
    );
    return { token: Number(row?.token ?? 0), free: row?.free !== false };
  }

  /** Every one of them has had the lease since, and has run or seen that nothing is left to do. */
  async function allHadTheirTurn(before: number, turns = living().length): Promise<void> {
    await until(async () => {
      const { token, free } = await lease();
      return (free && token >= before + turns) || undefined;
    }, 'the turn of each');
  }

  /** Fires all timers, and waits until one of them has asked Rev.io for so many new customers. */
  async function caughtWriting(creates: number): Promise<{ run: RunView; runner: RunningNodeRed }> {
    const made = site.revio.log.calls(CREATE).length;
    await timerFires();
    await site.calls('revio', CREATE.operation, made + creates);
    const run = (await runs()).find(({ state }) => state === 'running');
    assert.ok(run, 'a run is under way');
    const runner = reds.find(({ process }) => run.holder?.split(' ')[1] === String(process.pid));
    assert.ok(runner, `${run.holder} is one of them`);
    return { run, runner };
  }

  const slowly = () => site.revio.faults.add({ match: CREATE, delayMs: 400 })[0];

  const ended = (run: RunView): Promise<RunView> =>
    until(
      async () => (await runs()).find(({ id, state }) => id === run.id && state !== 'running'),
      `the end of ${run.id}`,
    );
  /** A later run than this one, that did its work. */
  const takenOver = (run: RunView): Promise<RunView> =>
    until(
      async () => (await runs()).find(({ startedAt, state }) => startedAt > run.startedAt && state === 'done'),
      'another to take over',
    );

  function assertNothingTwice(): void {
    const numbers = site.revio.state.customers.all().map(({ account_number }) => account_number);
    assert.equal(new Set(numbers).size, numbers.length, 'a customer twice');
    for (const id of ['external_id', 'internal_id'] as const) {
      const ids = site.revio.state.keyLinks.all().map((row) => row[id]);
      assert.equal(new Set(ids).size, ids.length, `a key link twice by ${id}`);
    }
    assert.ok(numbers.length <= MATCHING + added);
  }

  async function assertSameFromEach(): Promise<void> {
    for (const path of [
      'integrations',
      'runs?limit=50',
      'links?limit=500',
      'pending',
      'conflicts',
      'parked',
      'holds',
      'audit?limit=500',
    ]) {
      // Between two answers a tick may pass, and with it the next run's time.
      await until(async () => {
        const [first, ...others] = await Promise.all(living().map((red) => ask(red, path)));
        return others.every((other) => isDeepStrictEqual(other, first)) || undefined;
      }, `the same answer to ${path}`);
    }
  }

  it('every timer fires on each of them, and one runs', async () => {
    addSites(4);
    await timerFires();
    await allHadTheirTurn(0);
    const all = await runs();
    assert.deepEqual(
      all.map(({ state, counts }) => [state, counts.failed]),
      [['done', 0]],
    );
    assert.equal(site.revio.state.customers.size, MATCHING + added);
    assertNothingTwice();
  });

  it('the admin API answers the same from each, and what a person asks of one is done by it', async () => {
    await assertSameFromEach();
    const [, second] = reds as [RunningNodeRed, RunningNodeRed];
    const { runId } = await ask<{ runId: string }>(second, 'integrations/cms/run', {});
    const run = await until(
      async () => (await runs()).find(({ id, state }) => id === runId && state === 'done'),
      'the run',
    );
    assert.equal(run.holder?.split(' ')[1], String(second.process.pid));
    assert.equal(run.counts.created, 0);
    await assertSameFromEach();
  });

  it('Test connection opens the URL as it was typed, and says what is wrong with another', async () => {
    const id = flows.find(({ type }) => type === 'dealer-sync-sync-store')?.id;
    const [red] = reds as [RunningNodeRed];
    const test = (postgresUrl: string) =>
      ask<object>(red, 'editor/test/sync-store', { id, values: {}, credentials: { postgresUrl } });
    const good = (await test(url)) as { ok: boolean; message: string };
    assert.equal(good.ok, true);
    assert.match(good.message, /^PostgreSQL, database test1 at 127\.0\.0\.1:\d+: 8 records\.$/);
    const { message: _sentence, ...bad } = (await test(`${url}_unknown`)) as { message: string };
    assert.deepEqual(bad, { ok: false, code: 'STORE_REFUSED' });
  });

  it('kill -9 of the one that runs: another takes over when the lease ends, and nothing is there twice', async () => {
    addSites(6);
    const slow = slowly();
    const { run, runner } = await caughtWriting(3);
    const killedAt = Date.now();
    await runner.stop('SIGKILL');
    site.revio.faults.clear(slow);
    const next = await takenOver(run);
    assert.notEqual(next.holder, run.holder);
    const waited = Date.parse(next.startedAt) - killedAt;
    assert.ok(waited < LEASE_SECONDS * 2_500, `taken over after ${waited} ms`);
    assert.equal((await ended(run)).error?.code, 'RUN_INTERRUPTED');
    assertNothingTwice();
    reds[reds.indexOf(runner)] = await startAnother();
  });

  it('stopped for longer than its lease and woken: it writes nothing more, and another has done its work', async () => {
    addSites(6);
    const slow = slowly();
    // All that it has in work at once is on its way: nothing is between the check of the lease and its call.
    const { run, runner } = await caughtWriting(4);
    paused = runner;
    runner.process.kill('SIGSTOP');
    const next = await takenOver(run).finally(() => site.revio.faults.clear(slow));
    const made = site.revio.log.writes().length;
    runner.process.kill('SIGCONT');
    paused = undefined;
    // It hears of the lost lease, and then waits for nothing: it answers, and asks for the lease like the others.
    await until(
      async () => ((await runs(runner)).some(({ id }) => id === next.id) ? true : undefined),
      'the woken one',
    );
    await until(
      async () => /LEASE_LOST|no longer holds the lease/.exec(runner.output())?.[0],
      'it to say why it stopped',
    );
    assert.equal(site.revio.log.writes().length, made);
    assertNothingTwice();
    assert.equal((await ended(run)).error?.code, 'RUN_INTERRUPTED');
  });

  for (const [name, strike] of [
    ['all connections to the database are cut', () => cutConnections()],
    ['the database is started again', () => postgres.startAgain()],
  ] as const) {
    it(`${name} in the middle of a run: it goes on or is taken over, and nothing is there twice or lost`, async () => {
      addSites(5);
      const slow = slowly();
      const { run } = await caughtWriting(2);
      await strike();
      site.revio.faults.clear(slow);
      const end = await until(
        async () => (await runs().catch(() => [])).find(({ id, state }) => id === run.id && state !== 'running'),
        'the end of the run',
      );
      if (end.state !== 'done') {
        assert.ok(
          ['STORE_UNREACHABLE', 'RUN_INTERRUPTED', 'LEASE_LOST'].includes(end.error?.code ?? ''),
          end.error?.code,
        );
        await takenOver(run);
      }
      assertNothingTwice();
      for (const red of living()) assert.equal(red.process.exitCode, null, 'N1: it lives');
    });
  }

  const cutConnections = () =>
    postgres.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      url,
    );

  it('S6: ten minutes later, when what was cut off is certain, everything is there once, and the next run is quiet', async () => {
    await Promise.all(reds.map((red) => red.stop()));
    const later = await startAnother(LATER);
    reds.splice(0, reds.length, later);
    const run = async () => {
      const { runId } = await ask<{ runId: string }>(later, 'integrations/cms/run', {});
      return until(
        async () => (await runs()).find(({ id, state }) => id === runId && !['running', 'busy'].includes(state)),
        'a run',
      );
    };
    const first = await run();
    assert.deepEqual([first.state, first.counts.failed], ['done', 0]);
    assert.equal(site.revio.state.customers.size, MATCHING + added);
    assert.equal(
      site.revio.state.keyLinks.size,
      site.cms.state.sites.all().filter(({ company }) => company === 'SIM').length,
    );
    assertNothingTwice();
    const before = site.revio.log.writes().length + site.cms.log.writes().length;
    assert.equal((await run()).state, 'done');
    assert.equal(site.revio.log.writes().length + site.cms.log.writes().length, before, 'S2');
  });

  it('S21: none of them has told the password of the database', () => {
    for (const red of [site.nodeRed, ...reds]) assert.doesNotMatch(red.output(), /PLANTED-/);
  });
});
