import type { NodeMessage } from 'node-red';
import type { RunInfo } from '../../lib/model/item';

/** Our messages: items in the payload, and within a run who they belong to. */
export interface ItemMessage extends NodeMessage {
  run?: RunInfo;
  /** The last batch of a listing; every node forwards it, also empty. */
  end?: boolean;
  parts?: { id: string; index: number; count: number };
  error?: { code: string; message: string };
}

/** Node-RED clones a message for each further wire: within a run it carries at most so many items. */
export const BATCH = 200;

export function batches<T>(items: readonly T[], size = BATCH): T[][] {
  const out: T[][] = [];
  for (let start = 0; start < items.length; start += size) out.push(items.slice(start, start + size));
  return out;
}
