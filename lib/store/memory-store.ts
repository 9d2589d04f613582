import { type Clock, systemClock } from '../clock';
import { LeaseBook } from './lease-book';
import { SerialQueue } from './serial-queue';
import { type Collection, type CollectionName, type Doc, type Store, UNIQUE } from './store';
import { storeClosed } from './store-errors';
import { TableCollection } from './table-collection';

/**
 * A store that keeps nothing beyond the process: for deterministic tests, and for flows of an integrator's own that
 * need no memory of earlier runs. It can be closed and opened again, and still has everything then.
 */
export function createMemoryStore(options: { clock?: Clock } = {}): Store {
  let open = false;
  const assertOpen = () => {
    if (!open) throw storeClosed();
  };
  const leases = new LeaseBook(options.clock ?? systemClock, async () => undefined, assertOpen);
  const collections = new Map<CollectionName, Collection<Doc>>(
    (Object.keys(UNIQUE) as CollectionName[]).map((name) => [
      name,
      new TableCollection({
        name,
        queue: new SerialQueue(),
        assertOpen,
        checkFence: (fence) => leases.check(fence),
      }),
    ]),
  );
  return {
    description: 'memory only',
    leases,
    async open() {
      open = true;
    },
    async close() {
      open = false;
    },
    // The caller says what it keeps in a collection; the store does not look inside.
    collection: <T extends Doc>(name: CollectionName) => collections.get(name) as unknown as Collection<T>,
  };
}
