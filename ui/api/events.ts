import { signal } from '@preact/signals';
import type { RunView } from '../../lib/sync/operations/overview';
import type { Topic } from '../../lib/sync/topics';
import { ApiError, apiUrl, ask } from './client';

/** Runs under way, as they last told of themselves. */
export const liveRuns = signal<ReadonlyMap<string, RunView>>(new Map());
/** False while the stream is broken: what is shown may be old. */
export const connected = signal(true);

type Listener = (topics: readonly Topic[]) => void;
const listeners = new Set<Listener>();

/** Calls back when any of these changed; returns how to stop that. */
export function onChange(topics: readonly Topic[], act: () => void): () => void {
  const listener: Listener = (changed) => {
    if (changed.length === 0 || changed.some((topic) => topics.includes(topic))) act();
  };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Listens for as long as the page is open. `EventSource` could not carry the token, so the stream is read by `fetch`. */
export async function listen(signal: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      const response = await ask(apiUrl('events'), { signal, headers: { accept: 'text/event-stream' } });
      if (!connected.value) tell([]);
      connected.value = true;
      wait = FIRST_WAIT_MS;
      if (response.body) await readEvents(response.body);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status === 401) return;
    }
    connected.value = false;
    liveRuns.value = new Map();
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

async function readEvents(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) take(event);
  }
}

function take(event: string): void {
  const name = /^event: (.*)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (!name || !data) return;
  if (name === 'changed') tell((JSON.parse(data) as { topics: Topic[] }).topics);
  if (name === 'run') keepRun(JSON.parse(data) as RunView);
}

function keepRun(run: RunView): void {
  const runs = new Map(liveRuns.value);
  if (run.state === 'running') runs.set(run.id, run);
  else runs.delete(run.id);
  liveRuns.value = runs;
}

function tell(topics: readonly Topic[]): void {
  for (const listener of listeners) listener(topics);
}
