import { median, milliseconds, seconds, table } from './figures';
import type { Reads } from './reads';
import { type Cycle, sum, type Timed } from './runs';

/** Cycles, and after each the reads of one alone. */
export interface Beside {
  cycles: Cycle[];
  alone: Timed[];
}

export async function besideReads(
  repeat: number,
  name: string,
  cycle: (name: string) => Promise<Cycle>,
  reads: Reads,
): Promise<Beside> {
  const beside: Beside = { cycles: [], alone: [] };
  for (let time = 1; time <= repeat; time += 1) {
    beside.cycles.push(await cycle(`${name} ${time}`));
    beside.alone.push(await reads.read(`  reads alone ${time}`));
  }
  return beside;
}

/** Of the medians: ours over the peer's. */
export function ratioOf({ cycles, alone }: Beside, figure: (timed: Timed) => number): number {
  return median(cycles.map(figure)) / median(alone.map(figure));
}

const HEAD = ['', 'time', 'processor', 'memory', 'loop p99', 'p99.9', 'greatest', 'own', 'gc', 'calls', 'writes'];

function timedRow({ name, ms, cpuMs, rssMb, delay }: Timed): string[] {
  return [
    name,
    seconds(ms),
    seconds(cpuMs),
    `${Math.round(rssMb)} MB`,
    ...[delay.p99, delay.p999, delay.max, delay.ownMax, delay.gcMax].map(milliseconds),
  ];
}

function cycleRow(cycle: Cycle): string[] {
  return [...timedRow(cycle), String(sum(cycle.calls.map(({ total }) => total))), String(cycle.writes)];
}

/** Each cycle with its calls and writes, and below it the reads alone. */
export function besideTable(adopting: Cycle, ...all: Beside[]): string {
  const rows = all.flatMap(({ cycles, alone }) =>
    cycles.flatMap((cycle, time) => [cycleRow(cycle), ...alone.slice(time, time + 1).map(timedRow)]),
  );
  return table(HEAD, [cycleRow(adopting), ...rows]);
}
