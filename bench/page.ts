/**
 * Measures the operations page in a real browser, with a review queue of 50,000 matches beside one of 50:
 *
 *   npm run bench:page -- [--pending 50000] [--repeat 5] [--json]
 *
 * Time to the first row is from the request of the page, with nothing in the browser's cache. A long task is one that
 * keeps the page from answering for more than 50 ms. Needs Chromium (`CHROMIUM`, or /usr/bin/chromium). Exit code 1 when
 * a check is not reached.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createNedbStore } from '../lib/store/nedb/nedb-store';
import { newPair, type PairDoc } from '../lib/sync/pair';
import { freePort } from '../scripts/demo/free-port';
import { type RunningNodeRed, startNodeRed } from '../scripts/demo/node-red';
import { type Check, checksTable, isReached, median, milliseconds, table } from './kit/figures';
import { machine, machineLine } from './kit/machine';
import { startedByHand } from './kit/runs';

const FEW = 50;
const FILES = ['', 'page.js', 'page.css', 'icon.svg'];
const PAGES = [
  ['first page', ''],
  ['by name', '&sort=name'],
  ['search', '&q=oakson'],
  ['last page', '&offset=49950'],
] as const;

/** What a person does on the review screen, each until the screen shows it. */
const STEPS: [string, (page: Page) => Promise<void>][] = [
  ['next match', (page) => moved(page, 'j')],
  ['accept', (page) => moved(page, 'a')],
  ['reject', (page) => moved(page, 'r')],
  [
    'search',
    async (page) => {
      await page.fill('input[type=search]', 'Oakson');
      await page.waitForFunction(() => {
        const names = [...document.querySelectorAll('.match-name')].map((one) => one.textContent ?? '');
        return names.length > 0 && names.every((name) => name.includes('Oakson'));
      });
    },
  ],
];

interface Visit {
  firstRowMs: number;
  /** Lengths of tasks over 50 ms, milliseconds. */
  longTasks: number[];
  steps: Record<string, number>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pending: { type: 'string', default: '50000' },
      repeat: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const many = Number(values.pending);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const sizes = [FEW, many];
  const weights: number[] = [];
  const visits = new Map<number, Visit[]>();
  const answers = new Map<number, Record<string, number>>();
  for (const size of sizes) {
    const site = await startWith(size);
    weights.push(await weightOf(site.red));
    answers.set(size, await answerTimes(site.red, Number(values.repeat)));
    const seen: Visit[] = [];
    // Once for the code caches of both sides.
    await visit(browser, site.red);
    for (let time = 0; time < Number(values.repeat); time += 1) seen.push(await visit(browser, site.red));
    visits.set(size, seen);
    await site.end();
  }
  await browser.close();

  const medianOf = (size: number, pick: (visit: Visit) => number) => median((visits.get(size) ?? []).map(pick));
  const longest = Math.max(0, ...(visits.get(many) ?? []).flatMap(({ longTasks }) => longTasks));
  const slowest = Math.max(...Object.values(answers.get(many) ?? {}));
  const checks: Check[] = [
    { name: 'weight of the page, compressed, KB', value: Math.max(...weights) / 1024, atMost: 150 },
    { name: `first row with ${many} waiting, ms`, value: medianOf(many, (one) => one.firstRowMs), atMost: 1000 },
    {
      name: `first row, ${many} waiting by ${FEW}`,
      value: medianOf(many, (one) => one.firstRowMs) / medianOf(FEW, (one) => one.firstRowMs),
      atMost: 2,
    },
    { name: 'longest task while a person works, ms', value: longest, atMost: 50 },
    { name: 'slowest list of the server, ms', value: slowest, atMost: 150 },
  ];
  if (values.json) {
    const told = { weights, visits: Object.fromEntries(visits), answers: Object.fromEntries(answers) };
    console.log(JSON.stringify({ machine: machine(), ...told, checks }, null, 2));
  } else {
    console.log(`${machineLine(machine())}\n`);
    const rows = [
      ['first row', ...sizes.map((size) => milliseconds(medianOf(size, (one) => one.firstRowMs)))],
      ...STEPS.map(([name]) => [
        name,
        ...sizes.map((size) => milliseconds(medianOf(size, (one) => one.steps[name] ?? 0))),
      ]),
      ...PAGES.map(([name]) => [
        `server: ${name}`,
        ...sizes.map((size) => milliseconds(answers.get(size)?.[name] ?? Number.NaN)),
      ]),
    ];
    console.log(table(['median', ...sizes.map((size) => `${size} waiting`)], rows));
    console.log(`\n${checksTable(checks)}`);
  }
  process.exit(checks.every(isReached) ? 0 : 1);
}

/** A Node-RED whose store has so many matches waiting. */
async function startWith(size: number): Promise<{ red: RunningNodeRed; end(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-bench-'));
  const store = createNedbStore({ dir: join(home, 'dealer-sync') });
  await store.open();
  for (let n = 0; n < size; n += 1) await store.collection<PairDoc>('pairs').insert(waiting(n));
  await store.close();
  const red = await startNodeRed({ userDir: home, port: await freePort(), flows: startedByHand() });
  return {
    red,
    end: async () => {
      await red.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida', 'Jon'];
const STREETS = ['Oak', 'Elm', 'Pine', 'Cedar', 'Birch', 'Maple', 'Walnut', 'Aspen'];

/** A match that a person has to look at, as a run leaves it: an account with two candidates. */
function waiting(n: number): Omit<PairDoc, 'rev'> {
  const name = `${FIRST[n % FIRST.length]} ${STREETS[n % STREETS.length]}son ${n}`;
  const address = {
    line1: `${n % 999} ${STREETS[n % STREETS.length]} Street`,
    line2: '',
    city: 'Testville',
    state: 'NY',
    postalCode: String(10000 + (n % 89999)),
  };
  const candidate = (score: number, other: string) => ({
    customerId: `${n}${other}`,
    score,
    reasons: [{ key: 'matching.reason.nameAgrees' }, { key: 'matching.reason.streetDiffers' }],
    customer: {
      id: `${n}${other}`,
      accountNumber: `R${n}`,
      kind: 'residential' as const,
      name: `${name} ${other}`,
      address,
      status: 'open' as const,
    },
  });
  const { rev: _, ...pair } = newPair(`pair-${n}`, 'cms', { accountId: `${100_000 + n}` }, Date.now());
  return {
    ...pair,
    state: 'pending',
    account: { id: `${100_000 + n}`, name, accountNumber: `A${n}`, address },
    candidates: [candidate(0.5 + (n % 45) / 100, 'Jr'), candidate(0.3, 'Sr')],
    queuedAt: Date.now(),
  };
}

/** Bytes over the wire. */
async function weightOf(red: RunningNodeRed): Promise<number> {
  let bytes = 0;
  for (const file of FILES) {
    const response = await fetch(`${red.url}/dealer-sync/ui/${file}`, { headers: { 'accept-encoding': 'gzip' } });
    bytes += Number(response.headers.get('content-length'));
    await response.arrayBuffer();
  }
  return bytes;
}

/** The server alone: medians of the review queue's pages. */
async function answerTimes(red: RunningNodeRed, repeat: number): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const [name, query] of PAGES) {
    const taken: number[] = [];
    for (let time = 0; time <= repeat; time += 1) {
      const start = performance.now();
      await red.get(`dealer-sync/pending?decided=false&limit=50${query}`);
      taken.push(performance.now() - start);
    }
    times[name] = median(taken.slice(1));
  }
  return times;
}

async function visit(browser: Browser, red: RunningNodeRed): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  await context.addInitScript(() => {
    const long: number[] = [];
    Object.assign(globalThis, { long });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) long.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${red.url}/dealer-sync/ui/#/review`, { waitUntil: 'commit' });
  await page.waitForSelector('.match-detail h2');
  const firstRowMs = performance.now() - start;
  // What the browser does to begin with is in the time to the first row.
  await page.evaluate(() => (globalThis as unknown as { long: number[] }).long.splice(0));
  const steps: Record<string, number> = {};
  for (const [name, step] of STEPS) {
    const began = performance.now();
    await step(page);
    steps[name] = performance.now() - began;
  }
  const longTasks = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long);
  await context.close();
  return { firstRowMs, longTasks, steps };
}

/** Presses a key and waits until another match stands there. */
async function moved(page: Page, key: string): Promise<void> {
  const before = await page.textContent('.match-detail h2');
  await page.keyboard.press(key);
  await page.waitForFunction((was) => document.querySelector('.match-detail h2')?.textContent !== was, before);
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
