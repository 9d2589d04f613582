/**
 * Dealer feeds through the whole engine on NeDB, each beside its peer in the same run:
 *
 *     npm run bench:feed [-- --json] [--rows 1000000] [--mapped 20000] [--format generic]
 *
 * A large file of many dealers, of which some vehicles are mapped and unchanged since the last feed, beside bare csv-parse
 * (to objects) over the same file; the first import of the mapped vehicles, and a feed with 2 % changes, beside the bare
 * store writes. Every step is a process of its own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type FeedFormat, feedLines, type Lot, type LotVehicle, VehicleSupply } from '../simulators/dms';
import { Random } from '../simulators/kit/random';
import type { StepFigures, StepTask } from './feed-worker';
import { type Check, checksTable, isReached, milliseconds, seconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    mapped: { type: 'string', default: '20000' },
    format: { type: 'string', default: 'vauto' },
  },
});

const DEALERS = 20;
const ROWS_OF_A_STRANGER = 500;
const CHANGED_SHARE = 0.02;

interface Step extends StepFigures {
  name: string;
}

async function step(name: string, task: StepTask): Promise<Step> {
  const child = fork(join(__dirname, 'feed-worker.ts'), [], {
    env: { ...process.env, BENCH_FEED: JSON.stringify(task) },
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name}: the process ended with ${code}`);
  });
  ended.catch(() => undefined);
  const [figures] = (await Promise.race([once(child, 'message'), ended])) as [StepFigures];
  return { name, ...figures };
}

/** Mapped dealers first; then as many of others as the file still has rows for. */
function* lots(mapped: readonly Lot[], rows: number): Generator<Lot> {
  yield* mapped;
  const supply = new VehicleSupply(new Random(99));
  for (let left = rows - mapped.length * (mapped[0]?.vehicles.length ?? 0), n = 1; left > 0; n += 1) {
    const vehicles = supply.lot(Math.min(left, ROWS_OF_A_STRANGER));
    yield { dealerId: `X${n}`, name: `Stranger ${n}`, vehicles };
    left -= vehicles.length;
  }
}

async function main(): Promise<void> {
  const [rows, mapped] = [Number(options.rows), Number(options.mapped)];
  const format = options.format as FeedFormat;
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  try {
    const folder = join(home, 'feeds');
    mkdirSync(folder);
    const file = join(folder, 'feed.csv');
    const store = join(home, 'store');
    const supply = new VehicleSupply(new Random(1));
    const own: Lot[] = Array.from({ length: DEALERS }, (_, n) => {
      return { dealerId: `D${n}`, name: `Dealer ${n}`, vehicles: supply.lot(mapped / DEALERS) };
    });
    let hour = 0;
    const write = async (content: Iterable<Lot>) => {
      await pipeline(Readable.from(feedLines(format, content)), createWriteStream(file));
      const at = new Date(Date.UTC(2026, 0, 1, hour));
      utimesSync(file, at, at);
      hour += 1;
    };
    const run: StepTask = { kind: 'run', folder, dir: store, format, dealers: own.map(({ dealerId }) => dealerId) };

    await write(own);
    const first = await step(`first import of ${mapped}`, run);
    const inserts = await step('bare inserts', { ...bare(home, store, 'inserts'), count: mapped, again: 0 });
    await write(lots(own, rows));
    const large = await step(`${rows} rows, ${mapped} unchanged`, run);
    const size = statSync(file).size;
    const parsed = await step('bare csv-parse to objects', { kind: 'parse', file });
    const changed = mapped * CHANGED_SHARE;
    await write(own.map((lot) => ({ ...lot, vehicles: lot.vehicles.map(retagged) })));
    const few = await step(`feed of ${mapped}, ${changed} changed`, run);
    const puts = await step('bare puts', { ...bare(home, store, 'puts'), count: mapped, again: changed });

    const steps = [large, parsed, first, inserts, few, puts];
    const checks: Check[] = [
      { name: 'time by that of bare csv-parse', value: large.ms / parsed.ms, atMost: 2 },
      { name: 'memory above an idle process, MB', value: large.memoryMb, atMost: 200 },
      ...[large, first, few].map((one) => {
        return { name: `event loop p99.9, ms: ${one.name}`, value: one.delayP999, atMost: 50 };
      }),
    ];
    report(steps, checks, size, { first: first.ms / inserts.ms, few: few.ms / puts.ms });
    if (!checks.every(isReached)) process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Each fiftieth has another stock number. */
function retagged(vehicle: LotVehicle, index: number): LotVehicle {
  return index % (1 / CHANGED_SHARE) === 0 ? { ...vehicle, stock: `${vehicle.stock}R` } : vehicle;
}

function bare(home: string, from: string, name: string) {
  return { kind: 'write' as const, from, dir: join(home, name) };
}

function report(steps: Step[], checks: Check[], size: number, ratios: { first: number; few: number }): void {
  const on = machine();
  if (options.json) {
    console.log(JSON.stringify({ machine: on, bytes: size, steps, checks, ratios }, null, 2));
    return;
  }
  console.log(`${machineLine(on)}\nfile: ${(size / 1e6).toFixed(0)} MB, ${options.format}\n`);
  const cells = steps.map(({ name, ms, idleMb, memoryMb, delayP999, delayMax, counts }) => [
    ...[
      name,
      seconds(ms),
      `${idleMb.toFixed(0)} MB`,
      `${memoryMb.toFixed(0)} MB`,
      milliseconds(delayP999),
      milliseconds(delayMax),
    ],
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(', '),
  ]);
  console.log(table(['', 'time', 'idle', 'memory above', 'loop p99.9', 'loop max', 'counts'], cells));
  console.log(`\n${checksTable(checks)}`);
  console.log(`\nfirst import: ${ratios.first.toFixed(1)} times its bare inserts`);
  console.log(`feed with changes: ${ratios.few.toFixed(1)} times its bare puts`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
