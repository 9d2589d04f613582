import { fork } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../scripts/demo/free-port';
import { probeOn } from './probe';
import type { Timed } from './runs';

const SETTINGS = 'BENCH_READS';

/** The peer of a cycle, in a process of its own. */
export interface Reads {
  read(name: string): Promise<Timed>;
  end(): void;
}

/** @param file one that ends with {@link answerReads} */
export async function startReads(file: string, settings: object): Promise<Reads> {
  const probe = probeOn(await freePort());
  const child = fork(file, [], { env: { ...process.env, ...probe.env, [SETTINGS]: JSON.stringify(settings) } });
  await once(child, 'message');
  return {
    read: async (name) => {
      await probe.begin();
      child.send('read');
      const [ms] = (await once(child, 'message')) as [number];
      const { delay, cpuMs, rssMb } = await probe.figures();
      return { name, ms, cpuMs, rssMb, delay };
    },
    end: () => child.kill(),
  };
}

/** In the process of the peer: answers each message with the milliseconds that the reads have taken. */
export function answerReads<S>(prepare: (settings: S) => () => Promise<void>): void {
  const text = process.env[SETTINGS];
  if (!text) return;
  const read = prepare(JSON.parse(text) as S);
  process.on('message', async () => {
    const start = performance.now();
    await read();
    process.send?.(performance.now() - start);
  });
  process.send?.('ready');
}

export async function readToTheEnd(listing: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of listing);
}
