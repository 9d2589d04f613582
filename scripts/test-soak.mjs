#!/usr/bin/env node
// `npm run test:soak [cycles]`: the soak of test/crash/soak.test.ts in full, a thousand cycles unless said otherwise. The
// ordinary tests run a hundred.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/mocha/bin/mocha.js', '--require', 'tsx/cjs', '--exit', 'test/crash/soak.test.ts'],
  {
    cwd: join(dirname(fileURLToPath(import.meta.url)), '..'),
    stdio: 'inherit',
    env: { ...process.env, SOAK_CYCLES: process.argv[2] ?? '1000' },
  },
);
process.exit(status ?? 1);
