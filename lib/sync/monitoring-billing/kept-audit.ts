import { createHash } from 'node:crypto';
import { DealerSyncError } from '../../errors';
import { Slices } from '../../matching/slices';
import type { Collection, Doc, Fence, Store } from '../../store/store';
import type { Audit, AuditRow } from './audit';

/** What is told with an audit: which run has read what it is of. */
export interface AuditOrigin {
  space: string;
  integration: string;
  title: string;
  system: string;
  runId: string;
  /** When the run had read both sides, milliseconds since the epoch. */
  at: number;
  preview: boolean;
  /** How many of each the run has read. */
  accounts: number;
  customers: number;
}

/** The newest audit of a space: its parts, by their ids. One put of it replaces the audit whole. */
export interface AuditHead extends Doc, AuditOrigin {
  part: 'head';
  slices: string[];
}

/** A part of an audit. Its id tells its content, so that a slice that stays the same is not written again. */
export interface AuditSlice extends Doc, Audit {
  part: 'slice';
  space: string;
}

type AuditDoc = AuditHead | AuditSlice;

/** Rows and ids in a slice, about. */
const ROWS = 250;
/** An id is a fiftieth of a row. */
const ROWS_AN_ID = 0.02;

/**
 * Keeps a space's audit in place of the one before. A quiet cycle writes the head alone: which run has seen it so, and when.
 *
 * @param fence a paused runner must not put an old audit over a newer one (S8)
 */
export async function keepAudit(
  store: Store,
  origin: AuditOrigin,
  audit: Audit,
  fence: Fence | undefined,
  pauses = new Slices(),
): Promise<void> {
  const docs = store.collection<AuditDoc>('monitoringBilling');
  const under = fence ? { fence } : {};
  const slices = await sliced(origin.space, audit, pauses);
  const known = await headOf(store, origin.space);
  const before = new Set(known?.slices);
  for (const slice of slices) if (!before.has(slice._id)) await insertOnce(docs, slice, under);
  const content = { ...origin, part: 'head' as const, slices: slices.map(({ _id }) => _id) };
  if (known) await docs.put({ ...content, _id: known._id, rev: known.rev }, under);
  else await docs.insert({ ...content, _id: headId(origin.space) }, under);
  const now = new Set(content.slices);
  if (before.size === now.size && content.slices.every((id) => before.has(id))) return;
  // Those of the audit before, and what a crash between slices and head has left.
  for await (const batch of docs.scan({ space: origin.space, part: 'slice' })) {
    for (const { _id } of batch) if (!now.has(_id)) await docs.remove(_id, under);
  }
}

/** The newest audit of a space and the run that it is of; undefined until a run has read both sides. */
export async function readAudit(store: Store, space: string): Promise<{ head: AuditHead; audit: Audit } | undefined> {
  const docs = store.collection<AuditDoc>('monitoringBilling');
  // A run may replace it while it is read: then the new one is read.
  for (let tries = 0; tries < TRIES; tries += 1) {
    const head = await headOf(store, space);
    if (!head) return undefined;
    const audit: Audit = { rows: [], monitored: [] };
    const pauses = new Slices();
    let whole = true;
    for (const id of head.slices) {
      const slice = await docs.get(id);
      if (slice?.part !== 'slice') {
        whole = false;
        break;
      }
      for (const row of slice.rows) audit.rows.push(row);
      for (const customerId of slice.monitored) audit.monitored.push(customerId);
      await pauses.pause();
    }
    if (whole) return { head, audit };
  }
  throw new DealerSyncError('AUDIT_CHANGING', 'The audit is being replaced by a run: ask again in a moment.');
}

const TRIES = 5;

export async function headOf(store: Store, space: string): Promise<AuditHead | undefined> {
  const doc = await store.collection<AuditDoc>('monitoringBilling').get(headId(space));
  return doc?.part === 'head' ? doc : undefined;
}

function headId(space: string): string {
  return `head.${space}`;
}

/**
 * By the ids of rows and customers, not by their places: one more row changes one slice, and not all that come after it.
 * Twice as many slices when they get too long.
 */
async function sliced(space: string, { rows, monitored }: Audit, pauses: Slices): Promise<Omit<AuditSlice, 'rev'>[]> {
  const wanted = (rows.length + monitored.length * ROWS_AN_ID) / ROWS;
  const count = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, wanted))));
  const parts = Array.from({ length: count }, (): Audit => ({ rows: [] as AuditRow[], monitored: [] as string[] }));
  for (const row of rows) {
    const pause = pauses.pause();
    if (pause) await pause;
    parts[placeOf(row.id, count)]?.rows.push(row);
  }
  for (const id of monitored) {
    const pause = pauses.pause();
    if (pause) await pause;
    parts[placeOf(id, count)]?.monitored.push(id);
  }
  const slices: Omit<AuditSlice, 'rev'>[] = [];
  for (const part of parts) {
    await pauses.pause();
    if (part.rows.length === 0 && part.monitored.length === 0) continue;
    const hash = createHash('sha256').update(JSON.stringify(part)).digest('hex').slice(0, 32);
    slices.push({ _id: `slice.${space}.${hash}`, part: 'slice', space, ...part });
  }
  return slices;
}

/** FNV-1a: a place that stays the same for an id, and spreads them evenly. */
function placeOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % count;
}

/** A slice that a run before has left, cut off before its head, is as good as ours: its id says so. */
async function insertOnce(docs: Collection<AuditDoc>, slice: Omit<AuditSlice, 'rev'>, options: { fence?: Fence }) {
  try {
    await docs.insert(slice, options);
  } catch (error) {
    if (!(error instanceof DealerSyncError && error.code === 'DUPLICATE')) throw error;
  }
}
