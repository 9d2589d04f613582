/**
 * One step of `bench:feed` in a process of its own, so that its memory and its event loop are its own too. It is told what
 * to do by `BENCH_FEED` and answers with {@link StepFigures}.
 */
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { systemClock } from '../lib/clock';
import { DEFAULT_FEED_GUARDS, type FeedSettings } from '../lib/dealer-feed';
import { SHIPPED_PROFILES } from '../lib/dealer-feed/profiles/shipped';
import { applyFeedItems } from '../lib/dealer-feed/run/apply-feed-items';
import { readFeedInRun } from '../lib/dealer-feed/run/read-feed-in-run';
import { FeedArchive } from '../lib/dealer-feed/sources/feed-archive';
import { fileNames } from '../lib/dealer-feed/sources/file-names';
import { FolderSource } from '../lib/dealer-feed/sources/folder-source';
import type { RequestDoc } from '../lib/dealer-feed/store/documents';
import { asDealerSyncError } from '../lib/errors';
import { createNedbStore } from '../lib/store/nedb/nedb-store';
import type { Store } from '../lib/store/store';
import { Engine } from '../lib/sync/engine';
import { decideAtGate } from '../lib/sync/gate';
import { DEFAULT_LIMITS } from '../lib/sync/guards';
import type { Run } from '../lib/sync/run';
import type { FeedFormat } from '../simulators/dms';

export type StepTask =
  /** A run of the feed over the newest file of the folder. */
  | { kind: 'run'; folder: string; dir: string; format: FeedFormat; dealers: string[] }
  /** csv-parse to objects, and nothing else. */
  | { kind: 'parse'; file: string }
  /** The service requests of a store once more, into an empty one: `changed` of them twice. */
  | { kind: 'write'; from: string; dir: string; count: number; again: number };

export interface StepFigures {
  ms: number;
  /** The most that the process held, above what it held while it was idle. */
  memoryMb: number;
  idleMb: number;
  /** How late the event loop came round through the process's own work, milliseconds: on a busy machine it also waits for a core. */
  delayP999: number;
  delayMax: number;
  counts: Record<string, number>;
}

const BATCH = 200;
const EVERY_MS = 10;
const SAMPLE_MS = 25;
const REST_MS = 200;

/** What is to be measured. Its counts, where it has some. */
type Work = () => Promise<Record<string, number>>;

/** All that an idle process has done and holds already: its modules, and its store, open. */
async function prepare(task: StepTask): Promise<Work> {
  switch (task.kind) {
    case 'run':
      return runOf(task);
    case 'parse':
      return () => parseAll(task.file);
    case 'write':
      return writesOf(task);
  }
}

async function runOf({ folder, dir, format, dealers }: StepTask & { kind: 'run' }): Promise<Work> {
  const store = createNedbStore({ dir });
  await store.open();
  const engine = newEngine(store);
  engine.register({
    ...{ id: 'dealer-feed', title: 'Dealer feed', system: 'DMS', space: 'dealer-feed', direction: 'in', schedule: '' },
    ...{ productionMode: true, leaveMonitoredElsewhere: false, needsCustomers: false, stallMs: 600_000 },
    flow: () => ({ nodeIds: new Set(), listingNodes: ['dms-feed'], hasGate: true, syncsAccounts: false }),
    launch: (run) => {
      void flow(run, store, folder, format, dealers).catch((error) => run.fail(asDealerSyncError(error)));
    },
  });
  await engine.open();
  return () =>
    new Promise((resolve, reject) => {
      engine.on('run-ended', (_run, doc) => {
        if (doc.state === 'done') resolve(doc.counts);
        else reject(new Error(`The run is ${doc.state}: ${doc.error?.message}`));
      });
      engine.request('dealer-feed', { cause: 'timer', who: 'timer' });
    });
}

function newEngine(store: Store): Engine {
  let ids = 0;
  const newId = () => `${Date.now()}-${ids++}`;
  return new Engine({
    store,
    clock: systemClock,
    newId,
    holder: 'bench',
    newCallTally: () => ({ counts: {}, underWay: 0 }),
  });
}

/** As the shipped flow's nodes do it. */
async function flow(run: Run, store: Store, folder: string, format: FeedFormat, dealers: string[]): Promise<void> {
  const feed = settingsOf(dealers);
  const clock = systemClock;
  const newId = () => `${run.setup.id}-${Math.random()}`;
  const own = dirname(folder);
  const settings = {
    ...{ feed, profile: SHIPPED_PROFILES[format], names: fileNames(''), dealerInFolder: false, settleMs: 0 },
    ...{ afterwards: 'keep' as const, maxBytes: 2 ** 31, spoolDir: join(own, 'spool') },
  };
  const source = new FolderSource({ path: folder });
  const archive = new FeedArchive(join(own, 'archive'));
  const { items } = await readFeedInRun(run, settings, { store, clock, newId, source, archive });
  run.skipListing('dms-feed');
  run.rest('gate', 'gate', items, async (released) => {
    try {
      const decided = await decideAtGate(run, released, { store, clock, newId, limits: DEFAULT_LIMITS });
      if (decided.to === 'stop') return;
      for (let from = 0; from < decided.items.length; from += BATCH) {
        const types = feed.serviceRequestTypes;
        await applyFeedItems(run, decided.items.slice(from, from + BATCH), { store, clock, types });
        await nextTurn();
      }
    } catch (error) {
      run.fail(asDealerSyncError(error));
    }
  });
}

function settingsOf(dealers: string[]): FeedSettings {
  return {
    feed: 'bench',
    kind: 'snapshot',
    track: { days: 30, stock: true, client: true },
    autoClose: { mode: 'after', days: 3 },
    vehicleTypes: [
      { systemCode: 'New', vehicleType: 'New car' },
      { systemCode: 'Used', vehicleType: 'Used car', srType: 'recon' },
    ],
    clients: dealers.map((dealerId) => ({
      ...{ dealerId, client: `Client of ${dealerId}`, srType: 'recon', ignoreIfExists: true, ignoreDays: 30 },
    })),
    serviceRequestTypes: [{ id: 'recon', name: 'Reconditioning', phases: ['acceptance', 'estimating', 'work'] }],
    reopen: true,
    guards: DEFAULT_FEED_GUARDS,
    timeZone: 'America/New_York',
    usualInterval: 60,
  };
}

async function parseAll(file: string): Promise<Record<string, number>> {
  let rows = 0;
  const parser = createReadStream(file).pipe(parse({ columns: true, relax_column_count: true }));
  for await (const record of parser) if (record) rows += 1;
  return { seen: rows };
}

async function writesOf({ from, dir, count, again }: StepTask & { kind: 'write' }): Promise<Work> {
  const source = createNedbStore({ dir: from });
  await source.open();
  const { items } = await source.collection<RequestDoc>('serviceRequests').find({ limit: count });
  await source.close();
  const store = createNedbStore({ dir });
  await store.open();
  const requests = store.collection<RequestDoc>('serviceRequests');
  const insert = async () => {
    for (const doc of items) await requests.insert(doc);
    return { created: items.length };
  };
  if (!again) return insert;
  await insert();
  return async () => {
    for (const doc of items.slice(0, again)) await requests.put({ ...doc, rev: 1 });
    return { updated: again };
  };
}

/** The process was not late for longer than it worked. */
function watchLoop(): () => number[] {
  const delays: number[] = [];
  let looked = { at: performance.now(), cpu: process.cpuUsage() };
  const timer = setInterval(() => {
    const at = performance.now();
    const cpu = process.cpuUsage();
    const worked = (cpu.user - looked.cpu.user + cpu.system - looked.cpu.system) / 1000;
    delays.push(Math.max(0, Math.min(at - looked.at - EVERY_MS, worked)));
    looked = { at, cpu };
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return delays;
  };
}

async function main(text: string): Promise<void> {
  const work = await prepare(JSON.parse(text) as StepTask);
  globalThis.gc?.();
  await systemClock.sleep(REST_MS);
  const idle = process.memoryUsage.rss();
  let most = idle;
  const sample = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const delays = watchLoop();
  const start = performance.now();
  const counts = await work();
  const ms = performance.now() - start;
  clearInterval(sample);
  const late = delays().sort((a, b) => a - b);
  const figures: StepFigures = {
    idleMb: idle / 1e6,
    ms,
    counts,
    memoryMb: (most - idle) / 1e6,
    delayP999: late[Math.floor(late.length * 0.999)] ?? 0,
    delayMax: late.at(-1) ?? 0,
  };
  process.send?.(figures, () => process.exit(0));
}

const text = process.env.BENCH_FEED;
if (text) {
  main(text).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
