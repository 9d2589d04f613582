import type { Clock } from '../../clock';
import { copyIn, copyOut, type Held } from '../documents';
import { compileFilter } from '../query';
import type { Collection, CollectionName, Doc, Filter, Page, PutOptions, Query } from '../store';
import { duplicate, leaseLost, stale } from '../store-errors';
import { type Database, KeyTaken } from './database';
import { escapeText, toJsonb } from './jsonb-text';
import { columnsFor, fieldsOfKey, tableOf } from './names';
import { fenceSql, fenceValues } from './postgres-leases';
import { Params, sortSql, textSql, whereSql } from './sql-query';

/** So many go in one statement: it must not hold its locks for long. */
const REMOVE_BATCH = 2_000;

type Step = 'insert' | 'put' | 'remove';

/** What a step came to. */
interface Written {
  [column: string]: unknown;
  /** The lease still held; true without a fence. */
  fenced: boolean;
  written: boolean;
}

/**
 * A collection in a table. Each write is one statement, so one transaction and one way there and back: the fence is
 * checked and locked, the revision compared, the document written, and what came of it told.
 */
export class PostgresCollection<T extends Doc> implements Collection<T> {
  readonly #name: CollectionName;
  readonly #table: string;
  readonly #database: Database;
  readonly #clock: Clock | undefined;
  readonly #columns: ReturnType<typeof columnsFor>;

  constructor(name: CollectionName, database: Database, clock: Clock | undefined) {
    this.#name = name;
    this.#table = tableOf(name);
    this.#database = database;
    this.#clock = clock;
    this.#columns = columnsFor(name);
  }

  async get(id: string): Promise<T | undefined> {
    const text = `select doc from ${this.#table} where id = $1`;
    const [row] = await this.#database.query<{ doc: T }>({
      text,
      values: [escapeText(id)],
      name: `get ${this.#name}`,
    });
    return row?.doc;
  }

  async find(query: Query = {}): Promise<Page<T>> {
    const { offset = 0, limit } = query;
    const { items, total } = limit === 0 ? { items: [] } : await this.#page(query);
    if (total !== undefined) return { total, items };
    // The page tells the total, unless it was cut off, or begins behind the last.
    const whole = limit === undefined || (limit > 0 && items.length < limit);
    if (whole && (items.length > 0 || offset === 0)) return { total: offset + items.length, items };
    return { total: await this.#count(query), items };
  }

  count(where?: Filter): Promise<number> {
    return this.#count({ ...(where ? { where } : {}) });
  }

  async *scan(where?: Filter, batch = 500): AsyncIterable<T[]> {
    let last: string | undefined;
    for (;;) {
      const params = new Params();
      const conditions = [this.#where({ ...(where ? { where } : {}) }, params)];
      if (last !== undefined) conditions.push(`id > ${params.add(escapeText(last))}`);
      const text = `select doc from ${this.#table} where ${conditions.join(' and ')} order by id limit ${batch}`;
      const rows = await this.#database.query<{ doc: T }>({ text, values: params.values });
      if (rows.length) yield rows.map(({ doc }) => doc);
      if (rows.length < batch) return;
      last = rows.at(-1)?.doc._id;
    }
  }

  async insert(doc: Omit<T, 'rev'>, options: PutOptions = {}): Promise<T> {
    const held = copyIn(doc, 1);
    await this.#write('insert', held, options);
    return copyOut<T>(held);
  }

  async put(doc: T, options: PutOptions = {}): Promise<T> {
    const held = copyIn(doc, doc.rev + 1);
    if (!(await this.#write('put', held, options))) throw stale(this.#name);
    return copyOut<T>(held);
  }

  remove(id: string, options: PutOptions = {}): Promise<boolean> {
    return this.#write('remove', { _id: id, rev: 0 }, options);
  }

  async removeWhere(where: Filter): Promise<number> {
    let removed = 0;
    for (;;) {
      const params = new Params();
      const matches = this.#where({ where }, params);
      // Asked twice: one that was changed while its batch was gathered, so that it no longer matches, stays.
      const text = `with gone as (
          delete from ${this.#table} where ${matches}
            and id in (select id from ${this.#table} where ${matches} limit ${REMOVE_BATCH}) returning 1)
        select count(*) as count from gone`;
      const [row] = await this.#database.query<{ count: number }>({ text, values: params.values });
      const count = row?.count ?? 0;
      removed += count;
      if (count < REMOVE_BATCH) return removed;
    }
  }

  /** Documents of another store, as they are. */
  async load(docs: readonly Doc[]): Promise<void> {
    const held = docs.map((doc) => copyIn(doc, doc.rev));
    const text = `insert into ${this.#table} (id, rev, doc) select * from unnest($1::text[], $2::integer[], $3::jsonb[])`;
    const values = [held.map(({ _id }) => escapeText(_id)), held.map(({ rev }) => rev), held.map(toJsonb)];
    try {
      await this.#database.query({ text, values });
    } catch (error) {
      if (error instanceof KeyTaken) throw duplicate(this.#name, fieldsOfKey(error.index));
      throw error;
    }
  }

  /** To search every text twice costs more than to count on the way. */
  async #page(query: Query): Promise<{ items: T[]; total?: number }> {
    const { sort, offset = 0, limit, text: searched } = query;
    const params = new Params();
    const where = this.#where(query, params);
    const { from, order } = sortSql(sort, params, this.#columns);
    const cut = `offset ${params.add(offset)}${limit === undefined ? '' : ` limit ${params.add(limit)}`}`;
    const counted = searched ? ', count(*) over () as total' : '';
    const text = `select doc${counted} from ${this.#table} ${from} where ${where} order by ${order} ${cut}`;
    const rows = await this.#database.query<{ doc: T; total?: number }>({ text, values: params.values });
    const items = rows.map(({ doc }) => doc);
    return rows[0]?.total === undefined ? { items } : { items, total: rows[0].total };
  }

  async #count(query: Query): Promise<number> {
    const params = new Params();
    const text = `select count(*) as count from ${this.#table} where ${this.#where(query, params)}`;
    const [row] = await this.#database.query<{ count: number }>({ text, values: params.values });
    return row?.count ?? 0;
  }

  #where({ where, text }: Query, params: Params): string {
    // It refuses a condition that says nothing, which must never pass as "all".
    compileFilter(where);
    return `${whereSql(where, params, this.#columns)} and ${textSql(text, params)}`;
  }

  /** @returns false when there is no such document, or not of this revision */
  async #write(step: Step, held: Held, { fence, durable = false }: PutOptions): Promise<boolean> {
    const own: Record<Step, unknown[]> = {
      insert: [escapeText(held._id), toJsonb(held)],
      put: [escapeText(held._id), toJsonb(held), held.rev],
      remove: [escapeText(held._id)],
    };
    const values = [...own[step], ...(fence ? fenceValues(fence, this.#clock) : [])];
    const name = `${step} ${this.#name}${fence ? ' fenced' : ''}${durable ? ' durable' : ''}`;
    const text = this.#writeSql(step, fence ? own[step].length + 1 : undefined, durable);
    try {
      const [row] = await this.#database.query<Written>({ text, values, name });
      if (!row?.fenced) throw leaseLost(fence?.space ?? '');
      return row.written;
    } catch (error) {
      if (error instanceof KeyTaken) throw duplicate(this.#name, fieldsOfKey(error.index));
      throw error;
    }
  }

  /**
   * @param fenceAt number of the fence's first parameter, if there is a fence
   * @param durable else the write is on disk a moment later: a crash of the database may cost it, but never half of it,
   *   nor one that came before a durable one
   */
  #writeSql(step: Step, fenceAt: number | undefined, durable: boolean): string {
    const held = fenceAt === undefined ? 'true' : 'exists (select from fence)';
    const changes: Record<Step, string> = {
      insert: `insert into ${this.#table} (id, rev, doc) select $1, 1, $2::jsonb where ${held}`,
      put: `update ${this.#table} set rev = $3, doc = $2::jsonb where id = $1 and rev = $3::integer - 1 and ${held}`,
      remove: `delete from ${this.#table} where id = $1 and ${held}`,
    };
    return `with ${fenceAt === undefined ? '' : `fence as (${fenceSql(fenceAt)}), `}done as (${changes[step]} returning 1)
      select ${held} as fenced, exists (select from done) as written
        ${durable ? '' : ", set_config('synchronous_commit', 'off', true) as unhurried"}`;
  }
}
