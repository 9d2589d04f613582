import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Clock, systemClock } from '../../clock';
import { LeaseBook } from '../lease-book';
import { SerialQueue } from '../serial-queue';
import { type Collection, type CollectionName, type Doc, type Leases, type Store, UNIQUE } from '../store';
import { storeClosed } from '../store-errors';
import { type Journal, TableCollection } from '../table-collection';
import { CompactionSchedule } from './compaction';
import { unwritable } from './file-errors';
import { FolderLock } from './folder-lock';
import { NedbFile } from './nedb-file';

export interface NedbStoreOptions {
  /** Made when it is not there. Nobody else may write in it. */
  dir: string;
  /** For leases and file names. */
  clock?: Clock;
  /** One sentence for the log: damage that was repaired, a compaction that failed. */
  onNotice?: (sentence: string) => void;
}

export interface NedbStore extends Store {
  /** Writes every file anew, one line a document. Reads go on meanwhile, writes wait. */
  compact(): Promise<void>;
}

interface Part {
  name: CollectionName;
  queue: SerialQueue;
  file: NedbFile;
  collection: TableCollection<Doc>;
  schedule: CompactionSchedule;
}

/** A store in a folder of NeDB files, one a collection, for one process. */
export function createNedbStore(options: NedbStoreOptions): NedbStore {
  return new FolderStore(options);
}

class FolderStore implements NedbStore {
  readonly description: string;
  readonly leases: Leases;
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #notice: (sentence: string) => void;
  readonly #parts: Map<CollectionName, Part>;
  readonly #leaseFile: NedbFile;
  readonly #leaseBook: LeaseBook;
  /** The opening and closing, in turn. */
  readonly #life = new SerialQueue();
  #lock?: FolderLock;
  #open = false;

  constructor({ dir, clock = systemClock, onNotice = () => undefined }: NedbStoreOptions) {
    this.#dir = dir;
    this.#clock = clock;
    this.#notice = onNotice;
    this.description = `NeDB in ${dir}`;
    this.#leaseFile = new NedbFile(join(dir, 'leases.db'));
    this.#leaseBook = new LeaseBook(
      clock,
      ({ space, holder, token }) => this.#saveLease(space, holder, token),
      () => this.#assertOpen(),
    );
    this.leases = this.#leaseBook;
    this.#parts = new Map((Object.keys(UNIQUE) as CollectionName[]).map((name) => [name, this.#part(name)]));
  }

  open(): Promise<void> {
    return this.#life.run(async () => {
      if (this.#open) return;
      await mkdir(this.#dir, { recursive: true }).catch((error) => {
        throw unwritable(this.#dir, 'open', error);
      });
      this.#lock = await FolderLock.acquire(this.#dir);
      try {
        await this.#load();
        this.#open = true;
      } catch (error) {
        await this.#shut();
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#life.run(async () => {
      if (!this.#open) return;
      this.#open = false;
      await this.#shut();
    });
  }

  collection<T extends Doc>(name: CollectionName): Collection<T> {
    // The caller says what it keeps in a collection; the store does not look inside.
    return this.#parts.get(name)?.collection as unknown as Collection<T>;
  }

  async compact(): Promise<void> {
    for (const { queue, file } of this.#parts.values()) {
      await queue.run(async () => {
        this.#assertOpen();
        await file.compact();
      });
    }
  }

  #part(name: CollectionName): Part {
    const queue = new SerialQueue();
    const file = new NedbFile(join(this.#dir, `${name}.db`));
    const schedule = new CompactionSchedule(() => this.#compactAtRest(queue, file));
    const journal: Journal = {
      append: async (changes) => {
        const held = await file.append(changes);
        schedule.wrote(file.appended, collection.size);
        return held;
      },
      sync: () => file.sync(),
      takeBack: (change) => file.takeBack(change),
    };
    const collection = new TableCollection<Doc>({
      name,
      queue,
      journal,
      assertOpen: () => this.#assertOpen(),
      checkFence: (fence) => this.#leaseBook.check(fence),
    });
    return { name, queue, file, collection, schedule };
  }

  async #load(): Promise<void> {
    const parts = [...this.#parts.values()];
    const loads = await Promise.allSettled([
      this.#loadFile('leases', this.#leaseFile),
      ...parts.map(({ name, file }) => this.#loadFile(name, file)),
    ]);
    const [leases, ...docs] = loads.map((load) => {
      if (load.status === 'rejected') throw load.reason;
      return load.value;
    });
    this.#leaseBook.reset(new Map(leases?.map(({ _id, token }) => [_id, Number(token)])));
    for (const [index, { collection }] of parts.entries()) await collection.load(docs[index] ?? []);
  }

  async #loadFile(name: string, file: NedbFile) {
    const { docs, cut } = await file.load(this.#clock.now());
    if (cut) {
      const kept = cut.keptAs ? ` They are kept in ${basename(cut.keptAs)}.` : '';
      this.#notice(
        `The last process ended while it wrote ${name}.db: ${cut.bytes} bytes of an unfinished record were cut.${kept}`,
      );
    }
    return docs;
  }

  /** What is under way ends first; what comes after fails with `STORE_CLOSED`. */
  async #shut(): Promise<void> {
    for (const { queue, file, collection, schedule } of this.#parts.values()) {
      schedule.stop();
      await queue.idle();
      await file.close();
      await collection.load([]);
    }
    await this.#leaseBook.idle();
    await this.#leaseFile.close();
    await this.#lock?.release();
    this.#lock = undefined;
  }

  async #saveLease(space: string, holder: string, token: number): Promise<void> {
    // Its own `before`: when the write fails, the token may be on disk all the same, and must not be given again.
    const lease = { _id: space, rev: token, holder, token };
    await this.#leaseFile.append([{ before: lease, after: lease }]);
    await this.#leaseFile.sync();
  }

  async #compactAtRest(queue: SerialQueue, file: NedbFile): Promise<void> {
    try {
      await queue.run(async () => {
        if (this.#open) await file.compact();
      });
    } catch (error) {
      this.#notice(error instanceof Error ? error.message : String(error));
    }
  }

  #assertOpen(): void {
    if (!this.#open) throw storeClosed();
    this.#lock?.assertHeld();
  }
}
