import { DealerSyncError } from '../../errors';
import { columnsOf, keyName, SCHEMA, tableOf } from './names';
import { TAKE_CALLS } from './postgres-call-budget';

/**
 * The schema's history, forward only (S23). A step that was released is never changed: what comes later is a step of its
 * own. The tables are spelled out here, and not taken from `store.ts`, for the same reason; a test compares the two.
 */
const STEPS: readonly string[][] = [
  [
    collection('pairs', {
      indexed: ['space', 'state', 'accountId', 'customerId', 'conflictCount'],
      unique: [{ fields: ['space', 'accountId'] }, { fields: ['space', 'customerId'], unless: 'additional' }],
    }),
    collection('runs', { indexed: ['integration', 'startedAt', 'state'] }),
    collection('outcomes', { indexed: ['runId', 'integration', 'quiet'] }),
    collection('calls', { indexed: ['runId', 'integration'] }),
    collection('plans', { indexed: ['runId', 'state'] }),
    collection('audit', { indexed: ['at', 'key', 'pairId', 'runId'] }),
    collection('baselines', {}),
    collection('meta', {}),
    collection('serviceRequests', { indexed: ['vin', 'dealerId', 'status'], unique: [{ fields: ['openKey'] }] }),
    collection('feedBaselines', { indexed: ['feed'] }),
    collection('feedFiles', { indexed: ['feed'] }),
    collection('monitoringBilling', { indexed: ['space'] }),
    `create table ${SCHEMA}.leases (
      space text collate "C" primary key,
      holder text not null,
      token bigint not null,
      expires_at bigint not null
    )`,
    TAKE_CALLS,
  ],
];

interface Keys {
  indexed?: string[];
  unique?: { fields: string[]; unless?: string }[];
}

/**
 * A collection's table: the document, and beside it what PostgreSQL itself draws from it. Texts compare by code point
 * (`"C"`), whatever the database's language is. Unique keys are the database's own, S8: they compare JSON values, so
 * that the number 1 and the text "1" differ, and leave out a document that lacks one of the fields.
 */
function collection(name: string, { indexed = [], unique = [] }: Keys): string {
  const table = tableOf(name);
  const value = (field: string) => `(doc -> '${field}')`;
  const ofType = (field: string, type: string) =>
    `case when jsonb_typeof(doc -> '${field}') = '${type}' then doc ->> '${field}' end`;
  const columns = indexed.flatMap((field) => {
    const { text, number } = columnsOf(field);
    return [
      `${text} text collate "C" generated always as (${ofType(field, 'string')}) stored`,
      `${number} float8 generated always as ((${ofType(field, 'number')})::float8) stored`,
      // The columns hold one value; a list would not be found by its elements.
      `check (jsonb_typeof(doc -> '${field}') is distinct from 'array')`,
    ];
  });
  const indexes = indexed.flatMap((field) => {
    const { text, number } = columnsOf(field);
    return [
      `create index on ${table} (${text}, id) where ${text} is not null`,
      `create index on ${table} (${number}, id) where ${number} is not null`,
    ];
  });
  const keys = unique.map(({ fields, unless }) => {
    const there = fields.map((field) => `coalesce(${value(field)}, 'null') <> 'null'`);
    if (unless) there.push(`coalesce(${value(unless)}, 'null') <> 'true'`);
    return `create unique index "${keyName(name, fields)}" on ${table} (${fields.map(value).join(', ')}) where ${there.join(' and ')}`;
  });
  return [
    `create table ${table} (${[
      `id text collate "C" constraint "${keyName(name, ['_id'])}" primary key`,
      'rev integer not null',
      'doc jsonb not null',
      ...columns,
    ].join(', ')})`,
    ...indexes,
    ...keys,
  ].join(';\n');
}

export const SCHEMA_VERSION = STEPS.length;

/** Runs one statement, or several without parameters, on one connection. */
export type RunSql = (sql: string) => Promise<{ rows: Record<string, unknown>[] }>;

/** One opens at a time; several Node-REDs start together. The number is ours, and means nothing. */
const LOCK = 5_620_113_457;

/**
 * Brings the schema up to this version, in one transaction.
 * @throws DealerSyncError `STORE_TOO_NEW` when a newer version has been here
 */
export async function migrate(run: RunSql): Promise<void> {
  await run('begin');
  try {
    await run(`select pg_advisory_xact_lock(${LOCK})`);
    const there = await run(`select to_regclass('${SCHEMA}.version') is not null as known`);
    if (!there.rows[0]?.known) {
      await run(`create schema if not exists ${SCHEMA}; create table ${SCHEMA}.version (version integer not null)`);
      await run(`insert into ${SCHEMA}.version values (0)`);
    }
    const { rows } = await run(`select version from ${SCHEMA}.version`);
    const version = Number(rows[0]?.version);
    if (version > SCHEMA_VERSION) throw tooNew(version);
    if (version < SCHEMA_VERSION) {
      for (const statement of STEPS.slice(version).flat()) await run(statement);
      await run(`update ${SCHEMA}.version set version = ${SCHEMA_VERSION}`);
    }
    await run('commit');
  } catch (error) {
    // On a connection that was lost there is nothing to roll back, and the first error is the one to tell.
    await run('rollback').catch(() => undefined);
    throw error;
  }
}

function tooNew(version: number): DealerSyncError {
  return new DealerSyncError(
    'STORE_TOO_NEW',
    `The PostgreSQL database was written by a newer dealer-sync (schema ${version}, this one knows ${SCHEMA_VERSION}). Update the package in this Node-RED too.`,
    { cause: { system: 'PostgreSQL', operation: 'open' } },
  );
}
