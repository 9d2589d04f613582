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
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/demo/free-port';
import { startNodeRed } from '../scripts/demo/node-red';
import { CMS_LOGIN, REVIO_LOGIN, startSimulator } from '../scripts/demo/simulators';
import { startCyclePeer } from './cycle-peer';
import { type Beside, besideReads, besideTable, ratioOf } from './kit/beside';
import { type Check, checksTable, isReached, median, milliseconds, seconds } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { probeOn } from './kit/probe';
import { type Bench, type Cycle, callsBeside, cycle, startedByHand, sum, type Timed, writesOf } from './kit/runs';
import { setSwitches } from './kit/simulated';
import { measureStore } from './store-load';

/** Far over what a simulator on this machine can answer: nobody waits for a limit. */
const CALLS_PER_MINUTE = '6000000';
/** With two rows a site, a list of 10,000 sites has 60 MB. */
const FILLER_PER_ROW = 2600;
/** What a quiet cycle may call, by the simulators' names. */
const LISTINGS = ['GetSiteSystemList', 'GetContactList', 'GET Customers', 'GET IntegrationKeyLink'];

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
  const reads = await startCyclePeer([cms, revio], Number(CALLS_PER_MINUTE));
  say(machineLine(machine()));

  const adopting = await cycle(bench, ['cms'], 'adopts');
  say(`first run, ${values.pairs} pairs adopted by their key links: ${seconds(adopting.ms)}`);
  // As warm as Node-RED is by now.
  await reads.read('');
  const beside = (name: string) => besideReads(repeat, name, (each) => cycle(bench, ['cms'], each), reads);
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
    { name: 'writes of quiet cycles', value: sum(quiet.map(writesOf)), atMost: 0 },
    {
      name: 'calls beyond listings and contact reads',
      value: sum(quiet.map((one) => callsBeside(LISTINGS, one))),
      atMost: 0,
    },
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

function print(adopting: Cycle, ...all: Beside[]): void {
  console.log(`\n${besideTable(adopting, ...all)}`);
  const last = all.at(-1)?.cycles.at(-1);
  if (last) {
    const byOperation = last.calls.map((calls) => calls.byOperation);
    console.log(`\ncalls of the last cycle: ${JSON.stringify(byOperation)}, records: ${JSON.stringify(last.counts)}`);
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
