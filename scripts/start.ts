/**
 * `npm start`: a real Node-RED with the shipped flows, and a simulator for each system whose address is not set. The first
 * sync runs by itself; what it did is printed here and can be seen in the editor.
 *
 *     PORT=1881 CMS_SERVER_URL=https://… npm start       against a real CMS (then set its other variables too)
 *     DMS_FEED_DIR=/srv/feeds npm start                  with the dealer feeds in that folder; else three dealers of ours
 *                                                        send one every two minutes
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DealerFeeds } from './demo/dealer-feeds';
import { startDemo } from './demo/demo';
import type { RunningNodeRed } from './demo/node-red';

const { values } = parseArgs({ options: { fresh: { type: 'boolean' } } });
const STARTED_AT = Date.now();
const home = join(__dirname, '..', '.dealer-sync');
const port = Number(process.env.PORT ?? 1880);
/** So often that a person who looks sees vehicles come and go. */
const NEXT_FEED_MS = 2 * 60_000;

async function main(): Promise<void> {
  if (values.fresh) rmSync(home, { recursive: true, force: true });
  const { nodeRed, feeds, stop } = await startDemo({ home, port, tell: console.log });
  console.log(`Node-RED: ${nodeRed.url}`);
  console.log(`Operations page: ${nodeRed.url}/dealer-sync/ui/`);
  nodeRed.process.stdout?.pipe(process.stdout);
  nodeRed.process.stderr?.pipe(process.stderr);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void stop().then(() => process.exit(0)));
  nodeRed.process.once('exit', (code) => process.exit(code ?? 1));
  for (const integration of ['cms', 'rapid-response-inbound', 'rapid-response-outbound', FEED])
    await tellRun(`First run of ${integration}`, integration, nodeRed.get, STARTED_AT);
  if (feeds) {
    await sendNext(feeds, nodeRed);
    setInterval(
      () => void sendNext(feeds, nodeRed).catch((error: Error) => console.error(error.message)),
      NEXT_FEED_MS,
    );
  }
}

const FEED = 'dealer-feed';

/** The dealers' next feeds, and a run that takes them in. */
async function sendNext(feeds: DealerFeeds, { get, post }: RunningNodeRed): Promise<void> {
  const names = feeds.next();
  if (!names.length) return;
  const since = Date.now();
  await post(`dealer-sync/integrations/${FEED}/run`, {});
  await tellRun(`Feed ${feeds.sent} (${names.join(', ')})`, FEED, get, since);
}

interface RunView {
  state: string;
  counts: Record<string, number>;
  writes: Record<string, number>;
  startedAt: string;
  endedAt?: string;
  reasons?: string[];
  error?: { message: string };
}

async function tellRun(
  what: string,
  integration: string,
  get: <T>(path: string) => Promise<T>,
  since: number,
): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [run] = await get<RunView[]>(`dealer-sync/runs?integration=${integration}&limit=1`);
    if (!run?.endedAt || Date.parse(run.endedAt) < since) continue;
    const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
    const counts = Object.entries(run.counts).map(([name, count]) => `${name} ${count}`);
    const writes = Object.entries(run.writes).map(([name, count]) => `${name} ${count}`);
    console.log(`${what} ${run.state} in ${seconds.toFixed(1)} s: ${counts.join(', ')}; writes: ${writes.join(', ')}`);
    for (const line of run.reasons ?? []) console.log(line);
    if (run.error) console.log(run.error.message);
    return;
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
