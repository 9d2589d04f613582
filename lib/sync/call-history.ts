import type { CallRecord } from '../model/call-record';
import type { Doc, Store } from '../store/store';
import { dropOldCalls } from './retention';
import type { Run } from './run';

/** Calls of a run, many to a document. */
export interface CallChunk extends Doc {
  runId: string;
  integration: string;
  startedAt: number;
  /** Of the whole run: how many were let go. */
  dropped: number;
  /** As JSON: they are read whole or not at all, and a store has one text to hold, not a thousand small objects. */
  calls: string;
}

const CALLS = 1_000;

/** Keeps the calls of a run that has ended, and lets go of those of older runs. */
export async function keepCalls(store: Store, run: Run): Promise<void> {
  const { log } = run.calls;
  const calls = log?.all() ?? [];
  const { id: runId, integration } = run.setup;
  const chunks = store.collection<CallChunk>('calls');
  for (let start = 0; start < calls.length; start += CALLS) {
    await chunks.insert({
      _id: `${runId}.${String(start).padStart(7, '0')}`,
      runId,
      integration,
      startedAt: run.startedAt,
      dropped: log?.dropped ?? 0,
      calls: JSON.stringify(calls.slice(start, start + CALLS)),
    });
  }
  if (calls.length) await dropOldCalls(store, integration);
}

/** As they are kept of a run that has ended; empty when it is too old for that, or made none. */
export async function readCalls(store: Store, runId: string): Promise<{ calls: CallRecord[]; dropped: number }> {
  const calls: CallRecord[] = [];
  let dropped = 0;
  for await (const chunks of store.collection<CallChunk>('calls').scan({ runId })) {
    for (const chunk of chunks) {
      calls.push(...(JSON.parse(chunk.calls) as CallRecord[]));
      dropped = chunk.dropped;
    }
  }
  return { calls, dropped };
}
