import type { Clock } from '../../lib/clock';
import { copyIn } from '../../lib/store/documents';
import { LeaseBook } from '../../lib/store/lease-book';
import { SerialQueue } from '../../lib/store/serial-queue';
import { type Collection, type CollectionName, type Doc, type Store, UNIQUE } from '../../lib/store/store';
import { TableCollection } from '../../lib/store/table-collection';

export type StoreSnapshot = Map<CollectionName, Doc[]>;

/** A memory store whose documents can be laid aside and taken up again with their revisions, as a disk would keep them. */
export class SnapshotStore implements Store {
  readonly description = 'memory, with snapshots';
  readonly leases: LeaseBook;
  readonly #collections: Map<CollectionName, TableCollection<Doc>>;

  constructor(clock: Clock) {
    this.leases = new LeaseBook(
      clock,
      async () => undefined,
      () => undefined,
    );
    const names = Object.keys(UNIQUE) as CollectionName[];
    this.#collections = new Map(
      names.map((name) => [
        name,
        new TableCollection({
          name,
          queue: new SerialQueue(),
          assertOpen: () => undefined,
          checkFence: (fence) => this.leases.check(fence),
        }),
      ]),
    );
  }

  async open(): Promise<void> {}

  async close(): Promise<void> {}

  collection<T extends Doc>(name: CollectionName): Collection<T> {
    return this.#collections.get(name) as unknown as Collection<T>;
  }

  async save(): Promise<StoreSnapshot> {
    const saved: StoreSnapshot = new Map();
    for (const [name, collection] of this.#collections) saved.set(name, (await collection.find()).items);
    return saved;
  }

  async restore(snapshot: StoreSnapshot): Promise<void> {
    this.leases.reset(new Map());
    for (const [name, collection] of this.#collections) {
      await collection.load((snapshot.get(name) ?? []).map((doc) => copyIn(doc, doc.rev)));
    }
  }
}
