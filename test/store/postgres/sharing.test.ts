import assert from 'node:assert/strict';
import { createPostgresStore } from '../../../lib/store/postgres/postgres-store';
import type { Sharing, Store } from '../../../lib/store/store';
import { type PostgresServer, postgresServer } from './server';
import { waits } from './waits';

const LIMITS = { callsPerMinute: 60, burst: 12, dailyCalls: Number.POSITIVE_INFINITY };

describe('what several processes share in PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;
  let stores: Store[];
  let first: Sharing;
  let second: Sharing;

  beforeEach(async () => {
    server = await postgresServer();
    url = await server.createDatabase();
    stores = [createPostgresStore({ url }), createPostgresStore({ url })];
    await Promise.all(stores.map((store) => store.open()));
    const [one, other] = stores.map((store) => store.sharing);
    assert.ok(one && other);
    [first, second] = [one, other];
  });
  afterEach(() => Promise.all(stores.map((store) => store.close())));

  const listening = () =>
    waits(async () => {
      const rows = await server.sql(
        "select 1 from pg_stat_activity where query like 'listen%' and datname = current_database()",
        url,
      );
      return rows.length >= 2;
    });

  describe('words', () => {
    it('reach the other processes, and not the one that said them', async () => {
      const [heard, own]: string[][] = [[], []];
      second.onAnnounced((text) => heard?.push(text));
      first.onAnnounced((text) => own?.push(text));
      await listening();
      first.announce('pairs links');
      await waits(async () => heard?.length === 1);
      assert.deepEqual([heard, own], [['pairs links'], []]);
    });

    it('after a cut connection the listeners hear that they may have missed some, and hear on', async () => {
      const heard: string[] = [];
      second.onAnnounced((text) => heard.push(text));
      await listening();
      await server.sql("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'", url);
      await waits(async () => heard.includes(''));
      first.announce('again');
      await waits(async () => heard.includes('again'));
    });
  });

  describe('S14: the call budget', () => {
    it('is one for all: together they get no more than the burst at once', async () => {
      const grants = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? first : second).callBudget.take('h', LIMITS, 5)),
      );
      const taken = grants.reduce((sum, { calls }) => sum + calls, 0);
      assert.ok(taken >= 12 && taken <= 13, `${taken} of 12`);
      const none = grants.find(({ calls }) => calls === 0);
      assert.ok(none && none.waitMs > 0 && none.waitMs <= 1_300, JSON.stringify(none));
      const elsewhere = await first.callBudget.take('other', LIMITS, 5);
      assert.equal(elsewhere.calls, 5, 'another host is another budget');
    });

    it('flows in with the time', async () => {
      const fast = { callsPerMinute: 60_000, burst: 10, dailyCalls: Number.POSITIVE_INFINITY };
      assert.equal((await first.callBudget.take('h', fast, 100)).calls, 10);
      await waits(async () => (await second.callBudget.take('h', fast, 100)).calls > 0);
    });

    it('a pause that one was asked for holds for all', async () => {
      await first.callBudget.take('h', LIMITS, 1);
      await first.callBudget.pause('h', 60_000);
      const { calls, waitMs } = await second.callBudget.take('h', LIMITS, 1);
      assert.equal(calls, 0);
      assert.ok(waitMs > 50_000 && waitMs <= 60_000);
    });

    it('the day is counted for all', async () => {
      const daily = { ...LIMITS, dailyCalls: 3 };
      assert.equal((await first.callBudget.take('h', daily, 2)).calls, 2);
      assert.deepEqual(await second.callBudget.take('h', daily, 2).then(({ calls, daySpent }) => [calls, daySpent]), [
        1,
        false,
      ]);
      assert.deepEqual(await first.callBudget.take('h', daily, 2).then(({ calls, daySpent }) => [calls, daySpent]), [
        0,
        true,
      ]);
    });
  });
});
