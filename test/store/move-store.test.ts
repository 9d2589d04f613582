import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { moveStore } from '../../lib/store/move-store';
import { createNedbStore } from '../../lib/store/nedb/nedb-store';
import { createPostgresStore } from '../../lib/store/postgres/postgres-store';
import { type CollectionName, type Doc, type Store, UNIQUE } from '../../lib/store/store';
import { Runner } from '../sync/headless/runner';
import { World } from '../sync/headless/world';
import { freshFolder } from './nedb/folder';
import { type PostgresServer, postgresServer } from './postgres/server';
import { whileTurning } from './postgres/waits';
import { failsWith } from './store-contract';

const NAMES = Object.keys(UNIQUE) as CollectionName[];
const CLI = join(__dirname, '..', '..', 'lib', 'store', 'move-store-cli.ts');

describe('moving a store into PostgreSQL', function () {
  this.timeout(60_000);
  const folder = freshFolder();
  let server: PostgresServer;
  let url: string;
  let world: World;

  beforeEach(async () => {
    server = await postgresServer();
    url = await server.createDatabase();
    world = await World.start();
    for (const name of ['Alpha Arts', 'Beta Bakery', 'Gamma Glass']) {
      world.contact(world.site({ name, line1: `1 ${name} St` }), `Keyholder of ${name}`);
    }
  });
  afterEach(() => world.close());

  async function syncOn(store: Store) {
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `${store.description.slice(0, 4)}-${ids}`;
    };
    const runner = new Runner({ store, clock: world.clock, sides: world.connect(), newId });
    const { doc } = await whileTurning(world.clock, runner.sync());
    await runner.close();
    return doc;
  }

  const nedb = () => createNedbStore({ dir: folder.path, clock: world.clock });
  const postgres = () => createPostgresStore({ url, clock: world.clock });
  const move = (...args: string[]) =>
    spawnSync(process.execPath, ['--require', 'tsx/cjs', CLI, ...args], {
      encoding: 'utf8',
      env: { ...process.env, DEALER_SYNC_POSTGRES_URL: '' },
    });
  const contents = async (store: Store) => {
    await store.open();
    const all: Record<string, Doc[]> = {};
    for (const name of NAMES) all[name] = (await store.collection(name).find()).items;
    await store.close();
    return all;
  };

  it('S2, S22: the command takes every record over with its revision, leaves the folder as it is, and the next run is quiet', async () => {
    assert.equal((await syncOn(nedb())).counts.created, 3);
    const before = await contents(nedb());
    const { stdout, stderr, status } = move('--from', folder.path, '--to', url);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\d+ records are in PostgreSQL, database \w+ at 127.0.0.1:\d+, each compared/);
    assert.doesNotMatch(stdout + stderr, /PLANTED-/, 'S21');
    assert.deepEqual(await contents(nedb()), before);
    assert.deepEqual(await contents(postgres()), before);
    const wrote = world.revio.log.writes().length;
    const { state, counts } = await syncOn(postgres());
    assert.deepEqual([state, counts.unchanged, world.revio.log.writes().length - wrote], ['done', 3, 0]);
  });

  it('S23: refuses a database that holds something, and adds nothing to it', async () => {
    await syncOn(nedb());
    const store = postgres();
    await store.open();
    await store.collection('meta').insert({ _id: 'mine' });
    const source = nedb();
    await source.open();
    await assert.rejects(moveStore(source, store), failsWith('TARGET_NOT_EMPTY'));
    await source.close();
    assert.equal(await store.collection('pairs').count(), 0);
    await store.close();
  });

  it('says what it takes, and what is wrong with what it was given', async () => {
    assert.match(move('--help').stdout, /--from/);
    const nothing = move();
    assert.deepEqual([nothing.status, /--from/.test(nothing.stderr)], [1, true]);
    const nowhere = move('--from', join(folder.path, 'nowhere'), '--to', url);
    assert.deepEqual([nowhere.status, /no store in/.test(nowhere.stderr)], [1, true]);
  });
});
