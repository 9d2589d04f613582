import type { Client, CustomTypesConfig, Pool, PoolConfig } from 'pg';
import { DealerSyncError } from '../../errors';
import { optionalPackage } from '../../optional-package';
import { storeClosed } from '../store-errors';
import { fromJsonb } from './jsonb-text';
import { asStoreError, takenIndex } from './postgres-errors';

/** So many statements at once; a run has four records in work, the admin API and the pages a few more. */
const CONNECTIONS = 10;
const CONNECT_MS = 10_000;
/** No statement of ours takes seconds, but a lock may have to be waited for. */
const STATEMENT_MS = 25_000;
/** A little longer than PostgreSQL itself takes to give up: for a connection on which nothing comes back any more. */
const ANSWER_MS = 30_000;

export interface Sql {
  text: string;
  values?: unknown[];
  /** Given: PostgreSQL keeps the plan under this name; one name, one text. */
  name?: string;
}

export type Row = Record<string, unknown>;

/** A write ran into a unique index, of this name. The collection makes the sentence. */
export class KeyTaken extends Error {
  constructor(readonly index: string) {
    super(`taken: ${index}`);
  }
}

/**
 * The connections to one database. They are made when they are needed, and one that broke is replaced by the next
 * statement, so a database that was away needs nothing but to come back.
 */
export class Database {
  /** For status and log, without user and password. */
  readonly description: string;
  readonly #config: PoolConfig;
  readonly #underWay = new Set<Promise<unknown>>();
  #pool: Pool | undefined;

  constructor(url: string) {
    this.description = databaseIn(url);
    this.#config = {
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      application_name: 'dealer-sync',
      types: TYPES,
    };
  }

  /**
   * @returns false when it was open
   * @throws DealerSyncError `MISSING_PACKAGE` when pg is not installed, `POSTGRES_URL` for a text that is no URL of PostgreSQL
   */
  open(): boolean {
    if (this.#pool) return false;
    assertUrl(String(this.#config.connectionString));
    this.#pool = new (loadPg().Pool)(this.#config);
    // An idle connection that breaks is replaced by itself; without a listener it would end the process (N1).
    this.#pool.on('error', () => undefined);
    return true;
  }

  /** Ends the connections, after what is under way. */
  async close(): Promise<void> {
    const pool = this.#pool;
    if (!pool) return;
    this.#pool = undefined;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    await pool.end();
  }

  /** One statement, which is one transaction. */
  query<T extends Row = Row>(sql: Sql): Promise<T[]> {
    return this.#tracked(async (pool) => (await pool.query<T>(sql)).rows);
  }

  /** Several statements on one connection; each may be several, without values. */
  onOneConnection<T>(work: (run: (sql: string) => Promise<{ rows: Row[] }>) => Promise<T>): Promise<T> {
    return this.#tracked(async (pool) => {
      const client = await pool.connect();
      try {
        const result = await work((sql) => client.query<Row>(sql));
        client.release();
        return result;
      } catch (error) {
        // What state it is in nobody knows.
        client.release(true);
        throw error;
      }
    });
  }

  /** A connection of the caller's own, to be connected and ended by it: for listening. */
  newClient(): Client {
    return new (loadPg().Client)(this.#config);
  }

  async #tracked<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    if (!this.#pool) throw storeClosed();
    const working = work(this.#pool);
    this.#underWay.add(working);
    try {
      return await working;
    } catch (error) {
      const taken = takenIndex(error);
      throw taken === undefined ? asStoreError(error) : new KeyTaken(taken);
    } finally {
      this.#underWay.delete(working);
    }
  }
}

function loadPg(): typeof import('pg') {
  return optionalPackage('pg', 'A store in PostgreSQL', () => require('pg') as typeof import('pg'));
}

const INT8 = 20;
const JSONB = 3802;

/** Counts, tokens and instants are well below 2^53, so that they may be numbers; documents are unescaped as they come. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === JSONB) return fromJsonb;
    if (oid === INT8) return Number;
    return loadPg().types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
  },
};

function assertUrl(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url)) return;
  throw new DealerSyncError(
    'POSTGRES_URL',
    'The PostgreSQL URL is none. Write it as postgres://user:password@host:5432/database, with %40 for an @ in the password.',
    { cause: { system: 'PostgreSQL', operation: 'open' } },
  );
}

/** For people, without user, password and options; also of a URL that names a socket's folder instead of a host. */
function databaseIn(url: string): string {
  const [, host = '', name = ''] = /^\w+:\/\/(?:[^/]*@)?([^/?#]*)\/?([^?#]*)/.exec(url) ?? [];
  return `PostgreSQL, ${name ? `database ${name}` : "the user's database"} at ${host || 'this machine'}`;
}
