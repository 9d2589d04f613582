import type { Client } from 'pg';
import { systemClock } from '../../clock';
import type { Database } from './database';
import { SCHEMA } from './names';

const AGAIN_MS = 2_000;
/** PostgreSQL carries up to 8,000 bytes. */
const LONGEST = 7_000;

type Listener = (text: string) => void;

/**
 * Words from process to process, by LISTEN and NOTIFY on a connection of their own. Nothing relies on them: a word that is
 * lost while the connection is made anew costs a page that is refreshed later, and the listeners are told so (`''`).
 */
export class Announcements {
  readonly #database: Database;
  /** Whose words are our own. */
  readonly #self: string;
  readonly #listeners = new Set<Listener>();
  #ended: AbortController | undefined;
  #listening: Promise<void> = Promise.resolve();

  constructor(database: Database, self: string) {
    this.#database = database;
    this.#self = self;
  }

  open(): void {
    const ended = new AbortController();
    this.#ended = ended;
    this.#listening = this.#listen(ended.signal);
  }

  async close(): Promise<void> {
    this.#ended?.abort();
    await this.#listening;
  }

  announce(text: string): void {
    const sql = { text: 'select pg_notify($1, $2)', values: [SCHEMA, `${this.#self} ${text.slice(0, LONGEST)}`] };
    this.#database.query(sql).catch(() => undefined);
  }

  onAnnounced(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #listen(ended: AbortSignal): Promise<void> {
    for (let first = true; !ended.aborted; first = false) {
      if (!first) await systemClock.sleep(AGAIN_MS, ended).catch(() => undefined);
      if (ended.aborted) return;
      const client = this.#database.newClient();
      try {
        await this.#listenOn(client, ended, first);
      } catch {
        // The store's own statements tell of a database that is away.
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  /** Resolves when the connection is lost, or nobody needs it any more. */
  async #listenOn(client: Client, ended: AbortSignal, first: boolean): Promise<void> {
    const over = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload = '' }) => {
      const space = payload.indexOf(' ');
      if (payload.slice(0, space) !== this.#self) this.#tell(payload.slice(space + 1));
    });
    await Promise.race([client.connect().then(() => client.query(`listen ${SCHEMA}`)), over]);
    if (!first) this.#tell('');
    await over;
  }

  #tell(text: string): void {
    for (const listener of this.#listeners) listener(text);
  }
}
