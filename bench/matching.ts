/**
 * Measures the matcher against fuse.js and fuzzball on one generated dealer's world, in one run:
 *
 *   npm run bench:matching -- [--sizes 1000,10000] [--seconds 60] [--seed 7] [--json]
 *
 * Each measurement has a process of its own, so that its peak memory is its own. A library gets `--seconds` for each
 * size; what it has not done by then is extrapolated from what it has, and marked with `~`. Machines differ: read the
 * ratios.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Figures, type Method, measure } from './matching-methods';

const METHODS: Method[] = ['dealer-sync', 'fuse.js', 'fuzzball'];
/** What the speed of one run is set against: fuzzball over so many accounts and customers. */
const YARDSTICK = 2000;

interface Row {
  method: Method;
  size: number;
  figures: Figures;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '1000,10000,50000,100000' },
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  const yardstick = await inProcess('fuzzball', YARDSTICK, seed, Number.POSITIVE_INFINITY);
  const rows: Row[] = [];
  for (const size of sizes) {
    for (const method of METHODS) rows.push({ method, size, figures: await inProcess(method, size, seed, seconds) });
  }
  const ratios = ratiosOf(rows, yardstick);
  if (values.json) console.log(JSON.stringify({ yardstickSeconds: yardstick.seconds, rows, ratios }, null, 2));
  else print(rows, yardstick, ratios);
}

function inProcess(method: Method, size: number, seed: number, seconds: number): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [], {
      env: { ...process.env, BENCH_MEASURE: JSON.stringify({ method, size, seed, seconds: Math.min(seconds, 1e9) }) },
    });
    child.on('message', (figures) => resolve(figures as Figures));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? undefined : reject(new Error(`${method} at ${size}: exit code ${code}`))));
  });
}

interface Ratios {
  /** Time of ours at 100,000 x 100,000 over fuzzball's at 2,000 x 2,000; at most 2.5. */
  largestToFuzzball2000?: number;
  /** Time of ours at 100,000 over that at 10,000; at most 13. */
  growthFrom10k?: number;
  /** fuzzball's time, extrapolated, over ours, by size. */
  fuzzballToOurs: Record<number, number>;
  fuseToOurs: Record<number, number>;
}

function ratiosOf(rows: Row[], yardstick: Figures): Ratios {
  const time = (method: Method, size: number) =>
    rows.find((row) => row.method === method && row.size === size)?.figures.seconds;
  const over = (method: Method) =>
    Object.fromEntries(
      rows
        .filter((row) => row.method === 'dealer-sync')
        .map(({ size, figures }) => [size, (time(method, size) ?? 0) / figures.seconds]),
    );
  const [largest, tenth] = [time('dealer-sync', 100_000), time('dealer-sync', 10_000)];
  return {
    ...(largest ? { largestToFuzzball2000: largest / yardstick.seconds } : {}),
    ...(largest && tenth ? { growthFrom10k: largest / tenth } : {}),
    fuzzballToOurs: over('fuzzball'),
    fuseToOurs: over('fuse.js'),
  };
}

function print(rows: Row[], yardstick: Figures, ratios: Ratios): void {
  console.log(
    'method       size    precision recall in-review nobody lost  | time        peak MB | query p95  loop p99.9 max',
  );
  for (const { method, size, figures } of rows) {
    const time = `${figures.complete ? '' : '~'}${duration(figures.seconds)}`;
    const { queryP95, delayP999, delayMax } = figures;
    const ours = queryP95 === undefined ? '' : `${ms(queryP95)}     ${ms(delayP999)}    ${ms(delayMax)}`;
    const quality = [figures.precision, figures.recall, figures.inReview, figures.nobody, figures.lost];
    console.log(
      method.padEnd(12),
      String(size).padEnd(7),
      quality.map((share) => share.toFixed(4)).join('    '),
      '|',
      time.padEnd(11),
      String(Math.round(figures.peakMegabytes)).padEnd(7),
      '|',
      ours,
    );
  }
  console.log(`\n~ extrapolated; fuzzball ${YARDSTICK} x ${YARDSTICK}: ${yardstick.seconds.toFixed(1)} s`);
  if (ratios.largestToFuzzball2000) {
    console.log(`ours 100k x 100k / fuzzball 2k x 2k: ${ratios.largestToFuzzball2000.toFixed(2)} (at most 2.5)`);
  }
  if (ratios.growthFrom10k) console.log(`growth 10k -> 100k: ${ratios.growthFrom10k.toFixed(1)} (at most 13)`);
  for (const [size, ratio] of Object.entries(ratios.fuzzballToOurs)) {
    console.log(
      `at ${size}: fuzzball takes ${Math.round(ratio)} times, fuse.js ${Math.round(ratios.fuseToOurs[Number(size)] ?? 0)} times as long as ours`,
    );
  }
}

const ms = (value: number | undefined) => `${(value ?? 0).toFixed(1)} ms`;

function duration(seconds: number): string {
  return seconds < 600 ? `${seconds.toFixed(1)} s` : `${(seconds / 3600).toFixed(1)} h`;
}

const job = process.env.BENCH_MEASURE;
if (job) {
  const { method, size, seed, seconds } = JSON.parse(job) as {
    method: Method;
    size: number;
    seed: number;
    seconds: number;
  };
  measure(method, size, seed, seconds).then((figures) => process.send?.(figures, () => process.exit(0)));
} else {
  main();
}
