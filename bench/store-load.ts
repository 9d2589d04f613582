/**
 * Loading and compacting the store that a bench has left behind, in a process of its own: part of `bench:cycle`, whose
 * event loop figures are those of cycles alone.
 */
import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createNedbStore } from '../lib/store/nedb/nedb-store';

export interface StoreFigures {
  documents: number;
  bytes: number;
  /** `delay`: how late the event loop came round at most. Milliseconds. */
  steps: { name: string; ms: number; delay: number }[];
}

export function measureStore(dir: string): Promise<StoreFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [], { env: { ...process.env, BENCH_STORE: dir } });
    child.on('message', (figures) => resolve(figures as StoreFigures));
    child.on('error', reject);
    child.on('exit', (code) => code && reject(new Error(`measuring the store: exit code ${code}`)));
  });
}

const EVERY_MS = 10;

async function measure(dir: string): Promise<StoreFigures> {
  const store = createNedbStore({ dir });
  const steps: StoreFigures['steps'] = [];
  const step = async (name: string, work: () => Promise<void>) => {
    const histogram = monitorEventLoopDelay({ resolution: EVERY_MS });
    histogram.enable();
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 2 * EVERY_MS));
    histogram.disable();
    steps.push({ name, ms, delay: Math.max(0, histogram.max / 1e6 - EVERY_MS) });
  };
  await step('open', () => store.open());
  await step('compact', () => store.compact());
  const documents = await store.collection('pairs').count();
  await store.close();
  const bytes = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  return { documents, bytes, steps };
}

const dir = process.env.BENCH_STORE;
if (dir) measure(dir).then((figures) => process.send?.(figures, () => process.exit(0)));
