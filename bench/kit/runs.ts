import { type RunningNodeRed, shippedFlows } from '../../scripts/demo/node-red';
import type { RunningSimulator } from '../../scripts/demo/simulators';
import type { LoopDelay, Probe } from './probe';
import { type Calls, callsOf, forgetCalls } from './simulated';

const LONGEST_RUN_MS = 30 * 60_000;

export type FlowNode = ReturnType<typeof shippedFlows>[number];

interface RunView {
  id: string;
  state: string;
  endedAt?: string;
  counts: Record<string, number>;
  writes: Record<string, number>;
  error?: { message: string };
}

/** What a process did, and how long it took. */
export interface Timed {
  name: string;
  ms: number;
  cpuMs: number;
  rssMb: number;
  delay: LoopDelay;
}

export interface Cycle extends Timed {
  counts: Record<string, number>;
  writes: number;
  /** Of each simulator, in their order. */
  calls: Calls[];
}

/** A real Node-RED that is measured, beside the simulators that it calls. */
export interface Bench {
  red: RunningNodeRed;
  probe: Probe;
  simulators: RunningSimulator[];
}

/** The shipped flows, but for their timers: runs are asked for one by one. */
export function startedByHand(wanted: (node: FlowNode) => boolean = () => true): FlowNode[] {
  return shippedFlows()
    .filter(wanted)
    .map((node) => (node.type === 'inject' ? { ...node, once: false, crontab: '', repeat: '' } : node));
}

/**
 * Runs of these integrations, asked for together and measured as one: in one pair space each waits for the one before.
 *
 * @throws when one of them is not done
 */
export async function cycle({ red, probe, simulators }: Bench, integrations: string[], name: string): Promise<Cycle> {
  await Promise.all(simulators.map(forgetCalls));
  await probe.begin();
  const start = Date.now();
  const asked: string[] = [];
  for (const integration of integrations) {
    const { runId } = await red.post<{ runId: string }>(`dealer-sync/integrations/${integration}/run`, {});
    asked.push(runId);
  }
  const runs = await Promise.all(asked.map((runId) => endOf(red, runId)));
  const { delay, cpuMs, rssMb } = await probe.figures();
  const ms = Math.max(...runs.map(({ endedAt = '' }) => Date.parse(endedAt))) - start;
  const calls = await Promise.all(simulators.map(callsOf));
  const counts: Record<string, number> = {};
  for (const run of runs) {
    for (const [outcome, count] of Object.entries(run.counts)) counts[outcome] = (counts[outcome] ?? 0) + count;
  }
  const writes = sum(runs.flatMap((run) => Object.values(run.writes)));
  return { name, ms, cpuMs, rssMb, delay, counts, writes, calls };
}

/** Asks seldom and for little, since to answer is work for the process that is measured; the run says when it ended. */
async function endOf(red: RunningNodeRed, runId: string): Promise<RunView> {
  for (const start = Date.now(); Date.now() - start < LONGEST_RUN_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const runs = await red.get<RunView[]>('dealer-sync/runs?limit=5').catch(() => []);
    const run = runs.find(({ id }) => id === runId);
    if (!run?.endedAt) continue;
    if (run.state !== 'done') throw new Error(`The run is ${run.state}. ${run.error?.message ?? ''}`);
    return run;
  }
  throw new Error(`The run did not end.\n${red.output().split('\n').slice(-20).join('\n')}`);
}

/** Calls of other operations than these, by the simulators' names. */
export function callsBeside(listings: readonly string[], { calls }: Cycle): number {
  const all = calls.flatMap(({ byOperation }) => Object.entries(byOperation));
  return sum(all.map(([name, count]) => (listings.includes(name) ? 0 : count)));
}

/** Writes that the runs count, and those that the simulators saw. */
export function writesOf({ writes, calls }: Cycle): number {
  return writes + sum(calls.map(({ wrote }) => wrote));
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
