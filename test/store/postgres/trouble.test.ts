import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { inspect } from 'node:util';
import { createPostgresStore } from '../../../lib/store/postgres/postgres-store';
import type { Store } from '../../../lib/store/store';
import { failsWith } from '../store-contract';
import { type PostgresServer, postgresServer, startPostgres } from './server';
import { waits } from './waits';

/** No trace of the address or the password in anything that an error says or carries (S21). */
function tellsNothing(code: string, url: string) {
  const { password, port } = new URL(url);
  return (error: unknown) => {
    const told = inspect(error, { depth: 9 });
    assert.ok(!told.includes(password) && !told.includes(port), told);
    return failsWith(code)(error);
  };
}

describe('PostgreSQL in trouble', function () {
  this.timeout(30_000);
  let server: PostgresServer;
  let url: string;
  const stores: Store[] = [];

  beforeEach(async () => {
    server = await postgresServer();
    url = await server.createDatabase();
  });
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

  async function opened(at = url): Promise<Store> {
    const store = createPostgresStore({ url: at });
    stores.push(store);
    await store.open();
    return store;
  }

  it('nobody there, no such database, no such user: a sentence each, and nothing of the URL', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    const away = new URL(url);
    away.port = String(port);
    await assert.rejects(opened(away.href), tellsNothing('STORE_UNREACHABLE', away.href));
    await assert.rejects(opened(`${url}_unknown`), tellsNothing('STORE_REFUSED', url));
    await assert.rejects(opened(url.replace('//postgres:', '//stranger:')), tellsNothing('STORE_REFUSED', url));
  });

  it('without the package pg: how to install it', () => {
    const script = `
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (name !== 'pg') return load(name, ...rest);
        throw Object.assign(new Error("Cannot find module 'pg'"), { code: 'MODULE_NOT_FOUND' });
      };
      const { createPostgresStore } = require('./lib/store/postgres/postgres-store.ts');
      createPostgresStore({ url: 'postgres://host/db' }).open().catch(({ code, message }) => console.log(code, message));`;
    const { stdout } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { encoding: 'utf8' });
    assert.match(stdout, /^MISSING_PACKAGE .*npm install pg/);
  });

  it('a user who may not make tables is told so', async () => {
    await server.sql('create role reader login', url);
    try {
      await assert.rejects(opened(url.replace('//postgres:', '//reader:')), tellsNothing('STORE_REFUSED', url));
    } finally {
      await server.sql('drop role reader', url);
    }
  });

  it('connections that are cut are made anew by the next statement (N1)', async () => {
    const runs = (await opened()).collection('runs');
    await Promise.all(['a', 'b', 'c'].map((_id) => runs.insert({ _id })));
    await server.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      url,
    );
    await answers(() => runs.count());
    assert.equal(await runs.count(), 3);
  });

  it('a connection that is cut in the middle of a statement fails it, and nothing is half written', async () => {
    const target = new URL(url);
    const sockets = new Set<{ destroy(): void }>();
    const proxy = createServer((near) => {
      const far = connect(Number(new URL(url).port), '127.0.0.1');
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    target.port = String((proxy.address() as AddressInfo).port);
    try {
      const store = await opened(target.href);
      const pairs = store.collection('pairs');
      const doc = await pairs.insert({ _id: 'a' });
      // Somebody holds the row, so that the put waits.
      const holder = await opened();
      await holder.collection('pairs').get('a');
      const locked = server.sql('begin; select * from dealer_sync.pairs for update; select pg_sleep(1); commit', url);
      await waits(
        async () =>
          (
            await server.sql(
              "select 1 from pg_stat_activity where query like '%pg_sleep(1)%' and wait_event = 'PgSleep'",
              url,
            )
          ).length > 0,
      );
      const put = assert.rejects(pairs.put(doc), failsWith('STORE_UNREACHABLE'));
      await waits(async () => (await server.sql('select 1 from pg_locks where not granted', url)).length > 0);
      for (const socket of sockets) socket.destroy();
      await put;
      await locked;
      // It was cut after PostgreSQL had begun: written whole, or not at all.
      const rev = (await holder.collection('pairs').get('a'))?.rev ?? 0;
      assert.ok(rev === 1 || rev === 2, String(rev));
      await answers(() => pairs.get('a'));
    } finally {
      await Promise.all(stores.splice(0).map((store) => store.close()));
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });

  it('S6: a database that crashes and comes back has what it said was durable, and the store goes on', async () => {
    const own = await startPostgres({ fsync: true });
    try {
      const at = await own.createDatabase();
      const store = await opened(at);
      const runs = store.collection('runs');
      await runs.insert({ _id: 'a' });
      const lease = await store.leases.acquire('cms', 'A', 60_000);
      await runs.insert({ _id: 'b' }, { durable: true });
      await own.crash();
      await assert.rejects(runs.count(), tellsNothing('STORE_UNREACHABLE', at));
      await own.startAgain();
      await answers(() => runs.count());
      assert.equal(await runs.count(), 2, 'what came before a durable write is there with it');
      assert.deepEqual(await store.leases.current('cms'), lease);
      await store.close();
    } finally {
      await own.stop();
    }
  });

  it('what PostgreSQL cannot index is a mistake of that record alone', async () => {
    const pairs = (await opened()).collection<{ _id: string; rev: number; state: unknown }>('pairs');
    await assert.rejects(pairs.insert({ _id: 'a', state: ['x'] }), failsWith('INVALID_DOCUMENT'));
    const noise = Array.from({ length: 9_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    ).join('');
    await assert.rejects(pairs.insert({ _id: 'a', state: noise }), failsWith('INVALID_DOCUMENT'));
    await pairs.insert({ _id: 'a', state: 'x' });
  });
});

/** Asks until there is an answer; each error on the way is of a connection. */
function answers(ask: () => Promise<unknown>): Promise<void> {
  return waits(() =>
    ask().then(
      () => true,
      (error) => {
        failsWith('STORE_UNREACHABLE')(error);
        return false;
      },
    ),
  );
}
