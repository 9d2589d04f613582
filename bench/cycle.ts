/**
 * Measures a cycle of the shipped CMS flow with nothing to do, in a real Node-RED against the simulators, beside the
 * reads of such a cycle alone through the same clients in a process of their own:
 *
 *   npm run bench:cycle -- [--pairs 10000] [--repeat 3] [--json]
 *
 * The first run adopts the pairs that Rev.io's key links name, as after a lost store (S9); the next ones must write
 * nothing and call nothing but the listings and the contact reads (S2). The last ones get CMS's list as a dealer with
 * long records does, some 60 MB. Machines differ: read the ratios. Exit code 1 when a check is not reached.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/demo/free-port';
import { type RunningNodeRed, shippedFlows, startNodeRed } from '../scripts/demo/node-red';
import { CMS_LOGIN, REVIO_LOGIN, type RunningSimulator, startSimulator } from '../scripts/demo/simulators';
import type { ReadFigures, ReadSettings } from './cycle-reads';
import { type Check, checksTable, isReached, median, milliseconds, seconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { type LoopDelay, type Probe, probeOn } from './kit/probe';
import { type Calls, callsOf, forgetCalls, setSwitches } from './kit/simulated';
import { measureStore } from './store-load';

/** Far over what a simulator on this machine can answer: nobody waits for a limit. */
const CALLS_PER_MINUTE = '6000000';
/** With two rows a site, a list of 10,000 sites has 60 MB. */
const FILLER_PER_ROW = 2600;
/** What a quiet cycle may call, by the simulators' names. */
const LISTINGS = ['GetSiteSystemList', 'GetContactList', 'GET Customers', 'GET IntegrationKeyLink'];
const LONGEST_RUN_MS = 30 * 60_000;

interface RunView {
  id: string;
  state: string;
  endedAt?: string;
  counts: Record<string, number>;
  writes: Record<string, number>;
  error?: { message: string };
}

/** What a process did, and how long it took. */
interface Timed {
  name: string;
  ms: number;
  cpuMs: number;
  rssMb: number;
  delay: LoopDelay;
}

interface Cycle extends Timed {
  counts: Record<string, number>;
  writes: number;
  /** Of both simulators. */
  calls: Calls;
}

interface Bench {
  red: RunningNodeRed;
  probe: Probe;
  simulators: RunningSimulator[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '10000' },
      repeat: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const repeat = Number(values.repeat);
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const say = (line: string) => values.json || console.log(line);
  const seed = `large:${values.pairs},contacts,two-systems`;
  const [cms, revio] = [
    await startSimulator('cms', { stateDir: join(home, 'cms'), seed }),
    await startSimulator('revio', { stateDir: join(home, 'revio'), seed, callsPerMinute: Number(CALLS_PER_MINUTE) }),
  ];
  const probe = probeOn(await freePort());
  const red = await startNodeRed({
    userDir: join(home, 'node-red'),
    port: await freePort(),
    flows: startedByHand(),
    env: {
      ...probe.env,
      ...CMS_LOGIN,
      ...REVIO_LOGIN,
      CMS_SERVER_URL: cms.url,
      REVIO_BASE_URL: revio.url,
      REVIO_BILL_PROFILE: '1',
      DEALER_SYNC_CALLS_PER_MINUTE: CALLS_PER_MINUTE,
    },
  });
  const bench: Bench = { red, probe, simulators: [cms, revio] };
  const reads = await startReads(cms, revio);
  say(machineLine(machine()));

  const adopting = await cycle(bench, 'adopts');
  say(`first run, ${values.pairs} pairs adopted by their key links: ${seconds(adopting.ms)}`);
  // As warm as Node-RED is by now.
  await reads.read('');
  const beside = async (name: string) => {
    const cycles: Cycle[] = [];
    const alone: Timed[] = [];
    for (let time = 1; time <= repeat; time += 1) {
      cycles.push(await cycle(bench, `${name} ${time}`));
      alone.push(await reads.read(`  reads alone ${time}`));
    }
    return { cycles, alone };
  };
  const short = await beside('quiet');
  await setSwitches(cms, { fillerPerRow: FILLER_PER_ROW });
  const long = await beside('quiet, 60 MB list');
  reads.end();
  await red.stop();
  const store = await measureStore(join(home, 'node-red', 'dealer-sync'));
  await Promise.all([cms.stop(), revio.stop()]);
  rmSync(home, { recursive: true, force: true });

  const quiet = [...short.cycles, ...long.cycles];
  const ratios = {
    time: ratioOf(short, ({ ms }) => ms),
    processorTime: ratioOf(short, ({ cpuMs }) => cpuMs),
    timeWithLongList: ratioOf(long, ({ ms }) => ms),
    processorTimeWithLongList: ratioOf(long, ({ cpuMs }) => cpuMs),
  };
  const late = (figure: 'p999' | 'max', of: { cycles: Timed[] }) => median(of.cycles.map(({ delay }) => delay[figure]));
  const checks: Check[] = [
    { name: 'quiet cycle / reads alone, time', value: ratios.time, atMost: 1.5 },
    { name: 'the same with a list of 60 MB', value: ratios.timeWithLongList, atMost: 1.5 },
    { name: 'writes of quiet cycles', value: sum(quiet.map(({ writes, calls }) => writes + calls.wrote)), atMost: 0 },
    { name: 'calls beyond listings and contact reads', value: sum(quiet.map(otherCalls)), atMost: 0 },
    { name: 'event loop: p99.9, ms', value: late('p999', short), atMost: 50 },
    { name: 'event loop: greatest, ms', value: late('max', short), atMost: 250 },
    { name: 'event loop, 60 MB list: p99.9, ms', value: late('p999', long), atMost: 50 },
    { name: 'event loop, 60 MB list: greatest, ms', value: late('max', long), atMost: 250 },
  ];
  if (values.json) {
    console.log(JSON.stringify({ machine: machine(), adopting, short, long, store, ratios, checks }, null, 2));
  } else {
    print(adopting, short, long);
    console.log(
      `\nprocessor time, quiet cycle / reads alone: ${ratios.processorTime.toFixed(2)}, with the long list ${ratios.processorTimeWithLongList.toFixed(2)}`,
    );
    console.log(`store of ${store.documents} pairs, ${(store.bytes / 1e6).toFixed(1)} MB, in a process of its own:`);
    for (const { name, ms, delay } of store.steps) {
      console.log(`  ${name}: ${milliseconds(ms)}, event loop at most ${milliseconds(delay)} late`);
    }
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

interface Beside {
  cycles: Cycle[];
  alone: Timed[];
}

/** Of the medians: ours over the peer's. */
function ratioOf({ cycles, alone }: Beside, figure: (timed: Timed) => number): number {
  return median(cycles.map(figure)) / median(alone.map(figure));
}

/** The shipped flow, but for its timers: runs are asked for one by one. */
function startedByHand(): object[] {
  return shippedFlows().map((node) =>
    node.type === 'inject' ? { ...node, once: false, crontab: '', repeat: '' } : node,
  );
}

async function cycle({ red, probe, simulators }: Bench, name: string): Promise<Cycle> {
  await Promise.all(simulators.map(forgetCalls));
  await probe.begin();
  const start = performance.now();
  const { runId } = await red.post<{ runId: string }>('dealer-sync/integrations/cms/run', {});
  const run = await endOf(red, runId);
  const ms = performance.now() - start;
  const { delay, cpuMs, rssMb } = await probe.figures();
  if (run.state !== 'done') throw new Error(`${name}: the run is ${run.state}. ${run.error?.message ?? ''}`);
  const [cms, revio] = await Promise.all(simulators.map(callsOf));
  const calls: Calls = {
    total: (cms?.total ?? 0) + (revio?.total ?? 0),
    wrote: (cms?.wrote ?? 0) + (revio?.wrote ?? 0),
    byOperation: { ...cms?.byOperation, ...revio?.byOperation },
  };
  return { name, ms, cpuMs, rssMb, delay, counts: run.counts, writes: sum(Object.values(run.writes)), calls };
}

async function endOf(red: RunningNodeRed, runId: string): Promise<RunView> {
  for (const start = Date.now(); Date.now() - start < LONGEST_RUN_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const runs = await red.get<RunView[]>('dealer-sync/runs?integration=cms&limit=2');
    const run = runs.find(({ id }) => id === runId);
    if (run?.endedAt) return run;
  }
  throw new Error(`The run did not end.\n${red.output().split('\n').slice(-20).join('\n')}`);
}

function otherCalls({ calls }: Cycle): number {
  return sum(Object.entries(calls.byOperation).map(([name, count]) => (LISTINGS.includes(name) ? 0 : count)));
}

interface Reads {
  read(name: string): Promise<Timed>;
  end(): void;
}

async function startReads(cms: RunningSimulator, revio: RunningSimulator): Promise<Reads> {
  const callsPerMinute = Number(CALLS_PER_MINUTE);
  const settings: ReadSettings = {
    cms: {
      serverUrl: cms.url,
      accessKeyId: CMS_LOGIN.CMS_ACCESS_KEY_ID,
      keyCode: CMS_LOGIN.CMS_KEY_CODE,
      companyId: CMS_LOGIN.CMS_COMPANY_ID,
      callsPerMinute,
    },
    revio: {
      baseUrl: revio.url,
      username: REVIO_LOGIN.REVIO_USERNAME,
      clientCode: REVIO_LOGIN.REVIO_CLIENT_CODE,
      password: REVIO_LOGIN.REVIO_PASSWORD,
      callsPerMinute,
    },
    contactReadsAtOnce: 4,
  };
  const probe = probeOn(await freePort());
  const child = fork(join(__dirname, 'cycle-reads.ts'), [], {
    env: { ...process.env, ...probe.env, BENCH_READS: JSON.stringify(settings) },
  });
  await once(child, 'message');
  return {
    read: async (name) => {
      await probe.begin();
      child.send('read');
      const [{ ms }] = (await once(child, 'message')) as [ReadFigures];
      const { delay, cpuMs, rssMb } = await probe.figures();
      return { name, ms, cpuMs, rssMb, delay };
    },
    end: () => child.kill(),
  };
}

function print(adopting: Cycle, ...all: Beside[]): void {
  const timed = ({ name, ms, cpuMs, rssMb, delay }: Timed) => [
    name,
    seconds(ms),
    seconds(cpuMs),
    `${Math.round(rssMb)} MB`,
    ...[delay.p99, delay.p999, delay.max, delay.ownMax, delay.gcMax].map(milliseconds),
  ];
  const cycleRow = (cycle: Cycle) => [...timed(cycle), String(cycle.calls.total), String(cycle.writes)];
  const rows = all.flatMap(({ cycles, alone }) =>
    cycles.flatMap((cycle, time) => [cycleRow(cycle), ...alone.slice(time, time + 1).map(timed)]),
  );
  const head = ['', 'time', 'processor', 'memory', 'loop p99', 'p99.9', 'greatest', 'own', 'gc', 'calls', 'writes'];
  console.log(`\n${table(head, [cycleRow(adopting), ...rows])}`);
  const last = all.at(-1)?.cycles.at(-1);
  if (last) {
    const { byOperation } = last.calls;
    console.log(`\ncalls of the last cycle: ${JSON.stringify(byOperation)}, records: ${JSON.stringify(last.counts)}`);
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
