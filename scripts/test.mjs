#!/usr/bin/env node
// The one test command: `npm test` runs everything, `npm run test:quick` what needs no real Node-RED or browser and
// kills nobody (under two minutes), `npm test -- test/store` one folder or file. Suites run one after the other (two cores).
// `npm run test:long` looks for what the gate has no time for: many times as many random lives, other ones each time.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const quick = args[0] === 'quick';
const long = args[0] === 'long';
const chosen = quick || long ? args.slice(1) : args;
if (long) process.env.MORE_LIVES ??= '20';
if (long) process.env.PROPERTY_SEED ??= 'random';

const LIVES = ['test/simulation/**/*.test.ts', 'test/dealer-feed/model.test.ts'];

const suites = chosen.length
  ? [{ name: 'chosen', spec: chosen.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)) }]
  : long
    ? [{ name: 'long', spec: LIVES, atOnce: true }]
    : [
        {
          name: 'unit',
          spec: ['test/**/*.test.ts'],
          ignore: ['test/crash/**', 'test/simulation/**', 'test/nodes/**', 'test/e2e/**'],
        },
        ...(quick
          ? []
          : [
              { name: 'crash', spec: ['test/crash/**/*.test.ts'], atOnce: true },
              { name: 'simulation', spec: ['test/simulation/**/*.test.ts'], atOnce: true },
              { name: 'nodes', spec: ['test/nodes/**/*.test.ts'] },
              { name: 'e2e', spec: ['test/e2e/**/*.test.ts'] },
            ]),
      ];

if (!existsSync(join(root, 'dist')) || suites.some((suite) => suite.name !== 'unit')) {
  const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
}

let passed = 0;
let failed = 0;
let broken = false;
for (const suite of suites) {
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/mocha/bin/mocha.js',
      '--require',
      'tsx/cjs',
      '--require',
      './scripts/property-seed.cjs',
      '--reporter',
      'scripts/mocha-reporter.cjs',
      '--timeout',
      suite.name === 'unit' || suite.name === 'crash' ? '20000' : '120000',
      '--exit',
      // Nothing but computing, each file for itself: one on either core.
      ...(suite.atOnce ? ['--parallel', '--jobs', '2'] : []),
      ...(suite.ignore ?? []).flatMap((pattern) => ['--ignore', pattern]),
      ...suite.spec,
    ],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, NODE_ENV: 'test' },
    },
  );
  process.stdout.write(run.stdout);
  const counts = /(\d+) passed, (\d+) failed\s*$/.exec(run.stdout.trimEnd());
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 0);
  // A suite that died, or that ran no test at all, is a failure whatever it printed.
  if (!counts || Number(counts[1]) === 0 || (run.status !== 0 && Number(counts[2]) === 0)) broken = true;
}
if (broken) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
