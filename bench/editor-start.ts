/**
 * Measures what the package adds to the start of Node-RED's editor in a browser: with its flows, with the package but
 * without its flows, and without the package, in turns:
 *
 *   npm run bench:editor -- [--repeat 5] [--json]
 *
 * A start is the time from the request of the page, with an empty cache, until the editor takes clicks. Exit code 1 when
 * a check is not reached.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { freePort } from '../scripts/demo/free-port';
import { type RunningNodeRed, shippedFlows, startNodeRed } from '../scripts/demo/node-red';
import { type Check, checksTable, isReached, median, milliseconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';

const KINDS = ['without the package', 'with the package', 'with its flows'] as const;
type Kind = (typeof KINDS)[number];

interface Start {
  ms: number;
  /** Of all that was loaded, as it travelled. */
  kilobytes: number;
  requests: number;
}

/** What the page is asked for. */
declare const RED: { nodes?: { node?(id: string): object | undefined } };

const LOADED_MS = 60_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { repeat: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
  });
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const starts: Record<Kind, Start[]> = { 'without the package': [], 'with the package': [], 'with its flows': [] };
  const servers = new Map<Kind, RunningNodeRed>();
  try {
    for (const kind of KINDS) servers.set(kind, await serve(kind, home));
    // Once each, for what Node-RED keeps in memory from the first time on.
    for (const { url } of servers.values()) await start(browser, url);
    for (let time = 0; time < Number(values.repeat); time += 1) {
      // The order turns, so that no kind always comes after the same one.
      for (let turn = 0; turn < KINDS.length; turn += 1) {
        const kind = KINDS[(time + turn) % KINDS.length] as Kind;
        starts[kind].push(await start(browser, (servers.get(kind) as RunningNodeRed).url));
      }
    }
  } finally {
    await browser.close();
    await Promise.all([...servers.values()].map((server) => server.stop()));
    rmSync(home, { recursive: true, force: true });
  }

  const medianOf = (kind: Kind, figure: keyof Start) => median(starts[kind].map((one) => one[figure]));
  const bare = medianOf('without the package', 'ms');
  const checks: Check[] = [
    { name: 'editor with the package, times without', value: medianOf('with the package', 'ms') / bare, atMost: 1.5 },
  ];
  if (values.json) {
    console.log(JSON.stringify({ machine: machine(), starts, checks }, null, 2));
  } else {
    console.log(`${machineLine(machine())}\n`);
    const rows = KINDS.map((kind) => [
      kind,
      milliseconds(medianOf(kind, 'ms')),
      (medianOf(kind, 'ms') / bare).toFixed(2),
      `${Math.round(medianOf(kind, 'kilobytes'))} KB`,
      String(medianOf(kind, 'requests')),
    ]);
    console.log(table(["Node-RED's editor, median start", 'time', 'ratio', 'loaded', 'requests'], rows));
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

async function serve(kind: Kind, home: string): Promise<RunningNodeRed> {
  const none = join(home, 'no-package');
  mkdirSync(none, { recursive: true });
  return startNodeRed({
    userDir: join(home, kind.replaceAll(' ', '-')),
    port: await freePort(),
    flows: kind === 'with its flows' ? [...startedByHand(), TAB, DEBUG] : [TAB, DEBUG],
    // An empty folder where the package would be: Node-RED finds nothing in it.
    ...(kind === 'without the package' ? { packageDir: none } : {}),
  });
}

/** With a description, as each tab of ours has: for any, Node-RED loads what draws diagrams, 3.5 MB. */
const TAB = { id: 'bench-tab', type: 'tab', label: 'Empty', info: 'A description.' };
/** The last that the editor loads are the flows: a node that it knows says that it is done. */
const DEBUG = { id: 'bench-debug', type: 'debug', z: TAB.id, x: 100, y: 100, wires: [] };

/** Without the injects at start: what a run does is not the editor's. */
function startedByHand(): object[] {
  return shippedFlows().map((node) => (node.type === 'inject' ? { ...node, once: false, crontab: '' } : node));
}

async function start(browser: Browser, url: string): Promise<Start> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(url);
  await page.waitForFunction((id) => typeof RED === 'object' && RED.nodes?.node?.(id), DEBUG.id, {
    timeout: LOADED_MS,
    polling: 'raf',
  });
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden', timeout: LOADED_MS });
  const ms = performance.now() - began;
  // Icons and the like still come.
  await page.waitForLoadState('networkidle');
  const loaded = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(({ transferSize }) => transferSize),
  );
  await context.close();
  return { ms, kilobytes: loaded.reduce((sum, size) => sum + size, 0) / 1024, requests: loaded.length };
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
