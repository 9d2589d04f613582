/**
 * Measures the two Rapid Response flows in a real Node-RED against the simulators, each a process of its own:
 *
 *   npm run bench:rapid-response -- [--customers 200] [--sites 10000] [--repeat 3] [--json]
 *
 * The first outbound run makes a site of each customer under the calls that both hosts allow: it can be no faster than
 * the one that is used the most, so that one's share of its limit is the figure. Then a quiet pair of cycles, in and out,
 * beside the reads of such a pair alone through the same clients in a process of their own, nobody waiting for a limit.
 * Machines differ: read the ratios. Exit code 1 when a check is not reached.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/demo/free-port';
import { startNodeRed } from '../scripts/demo/node-red';
import { RAPID_RESPONSE_LOGIN, REVIO_LOGIN, type RunningSimulator, startSimulator } from '../scripts/demo/simulators';
import { type Beside, besideReads, besideTable, ratioOf } from './kit/beside';
import { revioSettings } from './kit/client-settings';
import { type Check, checksTable, isReached, median, seconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { probeOn } from './kit/probe';
import { type Reads, startReads } from './kit/reads';
import { type Bench, type Cycle, callsBeside, cycle, type FlowNode, startedByHand, sum, writesOf } from './kit/runs';
import { breachesOf } from './kit/simulated';
import type { ReadSettings } from './rapid-response-reads';

const IN = 'rapid-response-inbound';
const OUT = 'rapid-response-outbound';
/** Far over what a simulator on this machine can answer: nobody waits for a limit. */
const UNLIMITED = 6_000_000;
/** Calls a minute: ten a second at Rapid Response; at Rev.io our share of what all vendors of a tenant have. */
const HOST_LIMITS = { 'Rapid Response': 600, 'Rev.io': 200 };
/** What a quiet cycle may call, by the simulators' names. */
const LISTINGS = ['SiteDetailList', 'DeviceList', 'GET Customers', 'GET IntegrationKeyLink'];

/** How much of what it allows a host was called during a run. */
interface Use {
  host: string;
  calls: number;
  callsPerMinute: number;
  limit: number;
  share: number;
}

interface FirstOutbound {
  run: Cycle;
  hosts: Use[];
  /** The one that the run could not be faster than. */
  binding: Use;
  /** Calls over a host's limit, and others that broke its contract. */
  breaches: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      customers: { type: 'string', default: '200' },
      sites: { type: 'string', default: '10000' },
      repeat: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const say = (line: string) => values.json || console.log(line);
  say(machineLine(machine()));

  const first = await firstOutbound(Number(values.customers));
  say(`\nfirst outbound of ${values.customers} customers: ${seconds(first.run.ms)}\n\n${usesTable(first.hosts)}`);
  const { adopting, quiet } = await quietPairs(Number(values.sites), Number(values.repeat));

  const time = ratioOf(quiet, ({ ms }) => ms);
  const processorTime = ratioOf(quiet, ({ cpuMs }) => cpuMs);
  const checks: Check[] = [
    {
      name: `first outbound: ${first.binding.host} binds, share of its limit`,
      value: first.binding.share,
      atLeast: 0.9,
    },
    { name: 'first outbound: sites made', value: first.run.counts.created ?? 0, atLeast: Number(values.customers) },
    { name: 'first outbound: calls that broke a limit or contract', value: first.breaches, atMost: 0 },
    { name: 'quiet pair / reads alone, time', value: time, atMost: 1.5 },
    { name: 'writes of quiet pairs', value: sum(quiet.cycles.map(writesOf)), atMost: 0 },
    {
      name: 'calls beyond listings in quiet pairs',
      value: sum(quiet.cycles.map((one) => callsBeside(LISTINGS, one))),
      atMost: 0,
    },
    { name: 'event loop: p99.9, ms', value: median(quiet.cycles.map(({ delay }) => delay.p999)), atMost: 50 },
    { name: 'event loop: greatest, ms', value: median(quiet.cycles.map(({ delay }) => delay.max)), atMost: 250 },
  ];
  if (values.json) {
    const ratios = { time, processorTime };
    console.log(JSON.stringify({ machine: machine(), first, adopting, quiet, ratios, checks }, null, 2));
  } else {
    console.log(`\n${values.sites} linked sites\n\n${besideTable(adopting, quiet)}`);
    console.log(`\nprocessor time, quiet pair / reads alone: ${processorTime.toFixed(2)}`);
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

/** From an empty station, under the limits that both sides ship with; only the guard's is raised. */
async function firstOutbound(customers: number): Promise<FirstOutbound> {
  const raised = { createCount: String(customers), createShare: '100' };
  const bench = await startBench({
    seeds: { rapidResponse: 'empty', revio: `large:${customers},unlinked` },
    edit: (node) => (node.type === 'dealer-sync-sync-plan' ? { ...node, ...raised } : node),
  });
  const run = await cycle(bench, [OUT], 'first outbound');
  const breaches = sum(await Promise.all(bench.simulators.map(breachesOf)));
  await bench.end();
  const hosts = Object.entries(HOST_LIMITS).map(([host, limit], n) => {
    const calls = run.calls[n]?.total ?? 0;
    const callsPerMinute = calls / (run.ms / 60_000);
    return { host, calls, callsPerMinute, limit, share: callsPerMinute / limit };
  });
  const [binding] = hosts.toSorted((a, b) => b.share - a.share);
  if (!binding) throw new Error('no host was called');
  return { run, hosts, binding, breaches };
}

/** The first pair adopts what Rev.io's key links name, as after a lost store (S9); the others find nothing to do. */
async function quietPairs(sites: number, repeat: number): Promise<{ adopting: Cycle; quiet: Beside }> {
  const bench = await startBench({
    seeds: { rapidResponse: `large:${sites}`, revio: `large:${sites},rapid-response` },
    callsPerMinute: UNLIMITED,
  });
  const reads = await readsAlone(bench);
  const adopting = await cycle(bench, [IN, OUT], 'adopts');
  // As warm as Node-RED is by now.
  await reads.read('');
  const quiet = await besideReads(repeat, 'quiet pair', (name) => cycle(bench, [IN, OUT], name), reads);
  reads.end();
  await bench.end();
  return { adopting, quiet };
}

interface BenchSettings {
  seeds: { rapidResponse: string; revio: string };
  /** At both hosts; default: what both sides ship with. */
  callsPerMinute?: number;
  edit?(node: FlowNode): FlowNode;
}

interface RunningBench extends Bench {
  simulators: [rapidResponse: RunningSimulator, revio: RunningSimulator];
  end(): Promise<void>;
}

async function startBench({ seeds, callsPerMinute, edit = (node) => node }: BenchSettings): Promise<RunningBench> {
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const limit = callsPerMinute ? { callsPerMinute } : {};
  const rapidResponse = await startSimulator('rapid-response', {
    stateDir: join(home, 'rapid-response'),
    seed: seeds.rapidResponse,
    ...limit,
  });
  const revio = await startSimulator('revio', { stateDir: join(home, 'revio'), seed: seeds.revio, ...limit });
  const probe = probeOn(await freePort());
  const red = await startNodeRed({
    userDir: join(home, 'node-red'),
    port: await freePort(),
    flows: startedByHand(isOfRapidResponse).map(edit),
    env: {
      ...probe.env,
      ...RAPID_RESPONSE_LOGIN,
      ...REVIO_LOGIN,
      RR_BASE_URL: rapidResponse.url,
      RR_BILL_PROFILE: '1',
      REVIO_BASE_URL: revio.url,
      DEALER_SYNC_CALLS_PER_MINUTE: String(callsPerMinute ?? ''),
    },
  });
  return {
    red,
    probe,
    simulators: [rapidResponse, revio],
    end: async () => {
      await red.stop();
      await Promise.all([rapidResponse.stop(), revio.stop()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The two flows and the config nodes that they use: CMS's would wait for a CMS. */
function isOfRapidResponse(node: FlowNode): boolean {
  const tab = typeof node.z === 'string' ? node.z : node.id;
  return /^rapid-response-|^ds-(rapid-response|revio|store)$/.test(tab);
}

function readsAlone({ simulators: [rapidResponse, revio] }: RunningBench): Promise<Reads> {
  const settings: ReadSettings = {
    rapidResponse: {
      baseUrl: rapidResponse.url,
      username: RAPID_RESPONSE_LOGIN.RR_USERNAME,
      password: RAPID_RESPONSE_LOGIN.RR_PASSWORD,
      dealerNumber: RAPID_RESPONSE_LOGIN.RR_DEALER_NUMBER,
      callsPerMinute: UNLIMITED,
    },
    revio: revioSettings(revio, UNLIMITED),
  };
  return startReads(join(__dirname, 'rapid-response-reads.ts'), settings);
}

function usesTable(hosts: readonly Use[]): string {
  const rows = hosts.map(({ host, calls, callsPerMinute, limit, share }) => [
    host,
    String(calls),
    callsPerMinute.toFixed(0),
    String(limit),
    share.toFixed(2),
  ]);
  return table(['host', 'calls', 'a minute', 'limit', 'share'], rows);
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
