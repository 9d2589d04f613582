import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import { SerialQueue } from '../serial-queue';
import {
  type Collection,
  type CollectionName,
  type Doc,
  type Leases,
  type Sharing,
  type Store,
  UNIQUE,
} from '../store';
import { Announcements } from './announcements';
import { Database } from './database';
import { migrate } from './migrations';
import { PostgresCallBudget } from './postgres-call-budget';
import { PostgresCollection } from './postgres-collection';
import { PostgresLeases } from './postgres-leases';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:5432/database`. It holds a password, so it is never shown. */
  url: string;
  /** For leases; the database's own clock unless given. */
  clock?: Clock;
}

export interface PostgresStore extends Store {
  /** Takes over documents of another store with their revisions, which are part of the names of later writes (S22). */
  load(name: CollectionName, docs: readonly Doc[]): Promise<void>;
}

/**
 * A store in a PostgreSQL database, for any number of processes. Needs the package `pg`, which is loaded when the store
 * is opened.
 */
export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  return new DatabaseStore(options);
}

class DatabaseStore implements PostgresStore {
  readonly description: string;
  readonly leases: Leases;
  readonly sharing: Sharing;
  readonly #database: Database;
  readonly #announcements: Announcements;
  readonly #collections: Map<CollectionName, PostgresCollection<Doc>>;
  /** The opening and closing, in turn. */
  readonly #life = new SerialQueue();

  constructor({ url, clock }: PostgresStoreOptions) {
    this.#database = new Database(url);
    this.description = this.#database.description;
    this.leases = new PostgresLeases(this.#database, clock);
    const announcements = new Announcements(this.#database, randomUUID());
    this.#announcements = announcements;
    this.sharing = {
      announce: (text) => announcements.announce(text),
      onAnnounced: (listener) => announcements.onAnnounced(listener),
      callBudget: new PostgresCallBudget(this.#database),
    };
    this.#collections = new Map(
      (Object.keys(UNIQUE) as CollectionName[]).map((name) => [
        name,
        new PostgresCollection<Doc>(name, this.#database, clock),
      ]),
    );
  }

  open(): Promise<void> {
    return this.#life.run(async () => {
      if (!this.#database.open()) return;
      try {
        await this.#database.onOneConnection(migrate);
        this.#announcements.open();
      } catch (error) {
        await this.#database.close();
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#life.run(async () => {
      await this.#announcements.close();
      await this.#database.close();
    });
  }

  collection<T extends Doc>(name: CollectionName): Collection<T> {
    // The caller says what it keeps in a collection; the store does not look inside.
    return this.#collections.get(name) as unknown as Collection<T>;
  }

  async load(name: CollectionName, docs: readonly Doc[]): Promise<void> {
    await this.#collections.get(name)?.load(docs);
  }
}
