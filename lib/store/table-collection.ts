import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Change, DocTable } from './doc-table';
import { copyIn, copyOut, type Held, viewOf } from './documents';
import { compileFilter } from './query';
import type { SerialQueue } from './serial-queue';
import {
  type Collection,
  type CollectionName,
  type Doc,
  type Fence,
  type Filter,
  INDEXED,
  type Page,
  type PutOptions,
  type Query,
  UNIQUE,
} from './store';
import { duplicate, stale } from './store-errors';

/** Where a collection's changes are kept. The memory store has none. */
export interface Journal {
  /**
   * Writes the changes; resolves to the documents to hold from now on, in the same order. When it fails, with
   * `STORE_UNWRITABLE`, everything is as before.
   */
  append(changes: Change[]): Promise<(Held | undefined)[]>;
  /** Resolves when everything appended so far is on disk. */
  sync(): Promise<void>;
  /**
   * Takes back a change whose `sync` failed; resolves to the document to hold again. Never fails: what the disk does
   * not take now, it gets before the next append.
   */
  takeBack(change: Change): Promise<Held | undefined>;
}

export interface TableCollectionOptions {
  name: CollectionName;
  /** Writes go through here one by one, compaction too. */
  queue: SerialQueue;
  journal?: Journal;
  assertOpen: () => void;
  checkFence: (fence: Fence) => void;
}

/** Removing more than this in one go would hold the event loop. */
const REMOVE_BATCH = 200;
/** So many documents are looked at before other work gets its turn. */
const SCAN_STRIDE = 2_000;

/**
 * A collection that is held in memory and, with a journal, kept on disk. Reads are answered at once. A write is one
 * serial step: fence, revision and keys are checked, the journal is written, then memory changes.
 */
export class TableCollection<T extends Doc> implements Collection<T> {
  readonly #options: TableCollectionOptions;
  #table: DocTable;

  constructor(options: TableCollectionOptions) {
    this.#options = options;
    this.#table = this.#emptyTable();
  }

  /** Starts over with these documents, in turns that leave room for other work. */
  async load(docs: Held[]): Promise<void> {
    this.#table = this.#emptyTable();
    for (const [index, doc] of docs.entries()) {
      if (index % SCAN_STRIDE === SCAN_STRIDE - 1) await nextTurn();
      this.#table.apply({ after: doc });
    }
  }

  get size(): number {
    return this.#table.size;
  }

  async get(id: string): Promise<T | undefined> {
    this.#options.assertOpen();
    const held = this.#table.get(id);
    return held && copyOut<T>(held);
  }

  async find(query: Query = {}): Promise<Page<T>> {
    this.#options.assertOpen();
    const { total, docs } = this.#table.page(query);
    return { total, items: docs.map((held) => copyOut<T>(held)) };
  }

  async count(where?: Filter): Promise<number> {
    this.#options.assertOpen();
    return this.#table.count(where);
  }

  async *scan(where?: Filter, batch = 200): AsyncIterable<T[]> {
    this.#options.assertOpen();
    const matches = compileFilter(where);
    let items: T[] = [];
    for (const [index, id] of this.#table.candidateIds(where).entries()) {
      const held = this.#table.get(id);
      if (held && matches(held)) items.push(viewOf<T>(held));
      if (items.length === batch) {
        yield items;
        items = [];
        await nextTurn();
        this.#options.assertOpen();
      } else if (index % SCAN_STRIDE === SCAN_STRIDE - 1) {
        await nextTurn();
        this.#options.assertOpen();
      }
    }
    if (items.length > 0) yield items;
  }

  async insert(doc: Omit<T, 'rev'>, options: PutOptions = {}): Promise<T> {
    const after = copyIn(doc, 1);
    return this.#write(options, () => {
      if (this.#table.get(after._id)) throw duplicate(this.#options.name, '_id');
      return { after };
    });
  }

  async put(doc: T, options: PutOptions = {}): Promise<T> {
    const after = copyIn(doc, doc.rev + 1);
    return this.#write(options, () => {
      const before = this.#table.get(after._id);
      if (before?.rev !== doc.rev) throw stale(this.#options.name);
      return { before, after };
    });
  }

  async remove(id: string, options: PutOptions = {}): Promise<boolean> {
    const change = await this.#step(options, () => {
      const before = this.#table.get(id);
      return before && { before };
    });
    return change !== undefined;
  }

  async removeWhere(where: Filter): Promise<number> {
    const matches = compileFilter(where);
    this.#options.assertOpen();
    const ids = this.#table.select(where).map(({ _id }) => _id);
    let removed = 0;
    for (let from = 0; from < ids.length; from += REMOVE_BATCH) {
      removed += await this.#options.queue.run(async () => {
        this.#options.assertOpen();
        // One that was changed meanwhile, so that it no longer matches, stays.
        const docs = ids.slice(from, from + REMOVE_BATCH).flatMap((id) => this.#table.get(id) ?? []);
        const changes = docs.filter(matches).map((before): Change => ({ before }));
        await this.#options.journal?.append(changes);
        for (const change of changes) this.#table.apply(change);
        return changes.length;
      });
      await nextTurn();
    }
    return removed;
  }

  async #write(options: PutOptions, prepare: () => { before?: Held; after: Held }): Promise<T> {
    const change = await this.#step(options, prepare);
    return copyOut<T>(change?.after as Held);
  }

  /** One atomic step. `prepare` looks at the newest state and says what changes, or that nothing does. */
  async #step(options: PutOptions, prepare: () => Change | undefined): Promise<Change | undefined> {
    const { queue, journal, name, assertOpen, checkFence } = this.#options;
    const change = await queue.run(async () => {
      assertOpen();
      if (options.fence) checkFence(options.fence);
      const wanted = prepare();
      if (!wanted) return undefined;
      const conflict = wanted.after && this.#table.conflict(wanted.after);
      if (conflict) throw duplicate(name, conflict);
      const [after] = journal ? await journal.append([wanted]) : [wanted.after];
      const written: Change = { before: wanted.before, after };
      this.#table.apply(written);
      return written;
    });
    // Outside the queue, so that the durable writes of many callers share one fsync (N6).
    if (change && journal && options.durable) await this.#makeDurable(change, journal);
    return change;
  }

  /** What could not be made durable is taken back, unless somebody has built on it. */
  async #makeDurable(change: Change, journal: Journal): Promise<void> {
    try {
      await journal.sync();
    } catch (error) {
      await this.#options.queue.run(async () => {
        const id = (change.after ?? change.before)?._id as string;
        const taken = change.before && this.#table.conflict(change.before);
        if (taken || this.#table.get(id) !== change.after) return;
        const after = await journal.takeBack(change);
        this.#table.apply({ before: change.after, after });
      });
      throw error;
    }
  }

  #emptyTable(): DocTable {
    return new DocTable(UNIQUE[this.#options.name], INDEXED[this.#options.name]);
  }
}
