import assert from 'node:assert/strict';
import { columnsOf, fieldsOfKey, tableOf } from '../../../lib/store/postgres/names';
import { createPostgresStore } from '../../../lib/store/postgres/postgres-store';
import { type CollectionName, INDEXED, UNIQUE } from '../../../lib/store/store';
import { failsWith } from '../store-contract';
import { type PostgresServer, postgresServer } from './server';

describe('the schema in PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;

  beforeEach(async () => {
    server = await postgresServer();
    url = await server.createDatabase();
  });

  async function opened(): Promise<void> {
    const store = createPostgresStore({ url });
    await store.open();
    await store.close();
  }

  it('S8: has a table for each collection, a column for each indexed field, an index for each unique key', async () => {
    await opened();
    for (const name of Object.keys(UNIQUE) as CollectionName[]) {
      const [schema, table] = tableOf(name).split('.');
      const columns = await server.sql(
        `select column_name from information_schema.columns where table_schema = '${schema}' and table_name = '${table}'`,
        url,
      );
      const wanted = INDEXED[name].flatMap((field) =>
        Object.values(columnsOf(field)).map((one) => one.replaceAll('"', '')),
      );
      assert.deepEqual(
        columns.map(({ column_name }) => column_name).sort(),
        ['id', 'rev', 'doc', ...wanted].sort(),
        name,
      );
      const indexes = await server.sql(
        `select indexrelid::regclass::text as name from pg_index where indisunique and indrelid = '${tableOf(name)}'::regclass`,
        url,
      );
      assert.deepEqual(
        indexes.map((index) => fieldsOfKey(String(index.name).replaceAll('"', ''))).sort(),
        ['_id', ...UNIQUE[name].map(({ fields }) => fields.join(', '))].sort(),
        name,
      );
    }
  });

  it('S23: is made once by three that open at the same time, and kept by whoever opens later', async () => {
    await Promise.all([opened(), opened(), opened()]);
    await opened();
    assert.deepEqual(await server.sql('select version from dealer_sync.version', url), [{ version: 1 }]);
  });

  it('S23: refuses a database that a newer version has written, and leaves it alone', async () => {
    await opened();
    await server.sql('update dealer_sync.version set version = 99', url);
    await assert.rejects(opened(), failsWith('STORE_TOO_NEW'));
    assert.deepEqual(await server.sql('select version from dealer_sync.version', url), [{ version: 99 }]);
  });

  it('leaves nothing half made behind when a step fails', async () => {
    await server.sql('create schema dealer_sync; create table dealer_sync.audit (mine text)', url);
    await assert.rejects(opened(), failsWith('STORE_FAILED'));
    assert.deepEqual(await server.sql("select to_regclass('dealer_sync.version') as made", url), [{ made: null }]);
  });
});
