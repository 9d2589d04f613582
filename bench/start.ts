/**
 * Measures what the package adds to the start of a Node-RED: with its flows, with the package but without its flows, and
 * without the package, in turns:
 *
 *   npm run bench:start -- [--repeat 5] [--json]
 *
 * A start is the time from the process to `Started flows`. Exit code 1 when a check is not reached.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/demo/free-port';
import { shippedFlows, startNodeRed } from '../scripts/demo/node-red';
import { type Check, checksTable, isReached, median, milliseconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { probeOn } from './kit/probe';

const KINDS = ['without the package', 'with the package', 'with its flows'] as const;
type Kind = (typeof KINDS)[number];

interface Start {
  ms: number;
  /** Processor time until then. */
  cpuMs: number;
  /** Files of ours and of our dependencies that were loaded. */
  files: number;
  soapLoaded: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { repeat: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
  });
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const starts: Record<Kind, Start[]> = { 'without the package': [], 'with the package': [], 'with its flows': [] };
  // Once each for the system's file cache.
  for (const kind of KINDS) await start(kind, home);
  for (let time = 0; time < Number(values.repeat); time += 1) {
    // The order turns, so that no kind always comes after the same one.
    for (let turn = 0; turn < KINDS.length; turn += 1) {
      const kind = KINDS[(time + turn) % KINDS.length] as Kind;
      starts[kind].push(await start(kind, home));
    }
  }
  rmSync(home, { recursive: true, force: true });

  const medians = Object.fromEntries(KINDS.map((kind) => [kind, median(starts[kind].map(({ ms }) => ms))])) as Record<
    Kind,
    number
  >;
  const bare = medians['without the package'];
  const withSoap = KINDS.flatMap((kind) => starts[kind]).filter(({ soapLoaded }) => soapLoaded).length;
  const checks: Check[] = [
    { name: 'added by the package, ms', value: medians['with the package'] - bare, atMost: 150 },
    { name: 'added by the package and its flows, ms', value: medians['with its flows'] - bare, atMost: 150 },
    { name: 'starts that loaded soap', value: withSoap, atMost: 0 },
  ];
  if (values.json) {
    console.log(JSON.stringify({ machine: machine(), medians, starts, checks }, null, 2));
  } else {
    console.log(`${machineLine(machine())}\n`);
    const rows = KINDS.map((kind) => [
      kind,
      milliseconds(medians[kind]),
      (medians[kind] / bare).toFixed(2),
      milliseconds(median(starts[kind].map(({ cpuMs }) => cpuMs))),
      String(starts[kind].at(-1)?.files ?? 0),
    ]);
    console.log(table(['Node-RED, median start', 'time', 'ratio', 'processor', 'our files loaded'], rows));
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

async function start(kind: Kind, home: string): Promise<Start> {
  const userDir = join(home, kind.replaceAll(' ', '-'));
  const none = join(home, 'no-package');
  mkdirSync(none, { recursive: true });
  const probe = probeOn(await freePort());
  const port = await freePort();
  const began = performance.now();
  const red = await startNodeRed({
    userDir,
    port,
    flows: kind === 'with its flows' ? startedByHand() : [{ id: 'empty', type: 'tab', label: 'Empty' }],
    // An empty folder where the package would be: Node-RED finds nothing in it.
    ...(kind === 'without the package' ? { packageDir: none } : {}),
    env: probe.env,
  });
  const ms = performance.now() - began;
  const { cpuMs, modules } = await probe.figures();
  await red.stop();
  const ours = modules.filter((file) => file.startsWith(join(__dirname, '..', 'dist')));
  // Its package.json does not count: Node-RED looks into that of every package it finds.
  const soapLoaded = modules.some(
    (file) => file.endsWith('.js') && file.includes(`${sep}node_modules${sep}soap${sep}`),
  );
  return { ms, cpuMs, files: ours.length, soapLoaded };
}

/** Without the injects at start: what a run does is not the start's. */
function startedByHand(): object[] {
  return shippedFlows().map((node) => (node.type === 'inject' ? { ...node, once: false } : node));
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
