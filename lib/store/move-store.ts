import { createHash } from 'node:crypto';
import { DealerSyncError } from '../errors';
import type { PostgresStore } from './postgres/postgres-store';
import { type CollectionName, type Doc, type Store, UNIQUE } from './store';

export interface Moved {
  collection: CollectionName;
  documents: number;
}

const NAMES = Object.keys(UNIQUE) as CollectionName[];
/**
 * Copies everything of one store into a database that is empty, and compares document by document afterwards. The source is
 * left as it is. Both are open. Leases stay behind: nothing may run meanwhile.
 *
 * @param onMoved told after each collection
 * @throws DealerSyncError `TARGET_NOT_EMPTY`, before anything is written; `MOVE_INCOMPLETE` when what has arrived is not
 *   what was sent
 */
export async function moveStore(
  from: Store,
  to: PostgresStore,
  onMoved: (moved: Moved) => void = () => {},
): Promise<Moved[]> {
  for (const name of NAMES) {
    const there = await to.collection(name).count();
    if (there > 0) throw notEmpty(name, there);
  }
  const all: Moved[] = [];
  for (const name of NAMES) {
    const moved = { collection: name, documents: await copy(from, to, name) };
    all.push(moved);
    onMoved(moved);
  }
  for (const name of NAMES) await compare(from, to, name);
  return all;
}

async function copy(from: Store, to: PostgresStore, name: CollectionName): Promise<number> {
  let count = 0;
  for await (const batch of from.collection(name).scan()) {
    await to.load(name, batch);
    count += batch.length;
  }
  return count;
}

async function compare(from: Store, to: Store, name: CollectionName): Promise<void> {
  const [sent, arrived] = [await hashes(from, name), await hashes(to, name)];
  const wrong = [...sent].filter(([id, hash]) => arrived.get(id) !== hash).length;
  if (wrong > 0 || sent.size !== arrived.size) throw incomplete(name, sent.size, arrived.size, wrong);
}

async function hashes(store: Store, name: CollectionName): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for await (const batch of store.collection(name).scan()) for (const doc of batch) known.set(doc._id, hashOf(doc));
  return known;
}

/** Over the content and its revision, whatever the order of the keys. */
function hashOf(doc: Doc): string {
  return createHash('sha256').update(canonical(doc)).digest('base64');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`;
}

function notEmpty(name: string, count: number): DealerSyncError {
  return new DealerSyncError(
    'TARGET_NOT_EMPTY',
    `The new store holds something already (${count} of ${name}), so nothing was copied. Name an empty database, or drop its schema dealer_sync first.`,
    { cause: { system: 'store', operation: 'move' } },
  );
}

function incomplete(name: string, sent: number, arrived: number, wrong: number): DealerSyncError {
  return new DealerSyncError(
    'MOVE_INCOMPLETE',
    `Of ${name}, ${sent} were sent, ${arrived} arrived, ${wrong} are not as they were. Keep using the old store. See that nothing uses either store, drop the schema dealer_sync, and try again.`,
    { cause: { system: 'store', operation: 'move' } },
  );
}
