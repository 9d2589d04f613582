import type { Clock } from '../../clock';
import type { Fence, Lease, Leases } from '../store';
import { leaseLost } from '../store-errors';
import type { Database, Row } from './database';
import { escapeText } from './jsonb-text';
import { SCHEMA } from './names';

const LEASES = `${SCHEMA}.leases`;

/** The clocks of several machines never agree, so a lease goes by the database's; a test turns the hands of its own. */
const NOW = (clock: string) => `coalesce(${clock}::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint)`;

/**
 * A fence as a part of a statement: a row when the lease holds. It is locked until the statement's transaction ends, so
 * that nobody takes the lease over between this check and the write (S8).
 * @param first the number of the first of its four parameters, {@link fenceValues}
 */
export function fenceSql(first: number): string {
  const [space, holder, token, clock] = [0, 1, 2, 3].map((at) => `$${first + at}`);
  return `select 1 from ${LEASES}
    where space = ${space} and holder = ${holder} and token = ${token} and expires_at > ${NOW(clock as string)} for share`;
}

export function fenceValues({ space, holder, token }: Fence, clock: Clock | undefined): unknown[] {
  return [escapeText(space), holder, token, clock?.now() ?? null];
}

const RETURNING = 'returning token, expires_at';

/** Leases across processes: a row for each space, which stays, so that the tokens grow for ever. */
export class PostgresLeases implements Leases {
  readonly #database: Database;
  readonly #clock: Clock | undefined;

  constructor(database: Database, clock: Clock | undefined) {
    this.#database = database;
    this.#clock = clock;
  }

  async acquire(space: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const text = `insert into ${LEASES} as known (space, holder, token, expires_at)
      values ($1, $2, 1, ${NOW('$4')} + $3::bigint)
      on conflict (space) do update
        set holder = excluded.holder, token = known.token + 1, expires_at = excluded.expires_at
        where known.holder = excluded.holder or known.expires_at <= ${NOW('$4')}
      ${RETURNING}`;
    const [row] = await this.#database.query({ text, values: [escapeText(space), holder, ttlMs, this.#now()] });
    return row && leaseOf(space, holder, row);
  }

  async renew(lease: Lease, ttlMs: number): Promise<Lease> {
    const text = `update ${LEASES} set expires_at = ${NOW('$4')} + $5::bigint
      where space = $1 and holder = $2 and token = $3 and expires_at > ${NOW('$4')} ${RETURNING}`;
    const [row] = await this.#database.query({ text, values: [...fenceValues(lease, this.#clock), ttlMs] });
    if (!row) throw leaseLost(lease.space);
    return leaseOf(lease.space, lease.holder, row);
  }

  async release({ space, holder, token }: Lease): Promise<void> {
    const text = `update ${LEASES} set expires_at = 0 where space = $1 and holder = $2 and token = $3`;
    await this.#database.query({ text, values: [escapeText(space), holder, token] });
  }

  async current(space: string): Promise<Lease | undefined> {
    const text = `select holder, token, expires_at from ${LEASES} where space = $1 and expires_at > ${NOW('$2')}`;
    const [row] = await this.#database.query({ text, values: [escapeText(space), this.#now()] });
    return row && leaseOf(space, String(row.holder), row);
  }

  #now(): number | null {
    return this.#clock?.now() ?? null;
  }
}

function leaseOf(space: string, holder: string, row: Row): Lease {
  return { space, holder, token: Number(row.token), expiresAt: Number(row.expires_at) };
}
