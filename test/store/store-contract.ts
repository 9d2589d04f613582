import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Clock } from '../../lib/clock';
import { DealerSyncError } from '../../lib/errors';
import type { Collection, Doc, Filter, Query, Store } from '../../lib/store/store';

/**
 * What every store does, whatever it is made of: `lib/store/store.ts` as tests. A new implementation calls
 * `describeStore` and must pass unchanged.
 */

/** A place for a store's data. */
export interface Place {
  /** Opens a store on the place; on the same data each time. The one before is closed. */
  open(): Promise<Store>;
  /** Removes the place. All stores are closed. */
  dispose(): Promise<void>;
}

/** A clock whose hands the test turns; it stands still otherwise. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 8);
  now(): number {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now += ms;
  }
  async sleep(ms: number): Promise<void> {
    this.advance(ms);
  }
}

/** A document as the engine writes them, free enough for every query. */
export interface TestDoc extends Doc {
  space?: string;
  accountId?: string | null;
  customerId?: string | null;
  additional?: boolean;
  state?: string;
  score?: number;
  runId?: string;
  key?: string;
  at?: string;
  account?: { name?: string; address?: { city?: string } };
  candidates?: { customerId: string; score: number }[];
  tags?: (string | number)[];
  extra?: unknown;
}

/** For `assert.rejects`: an error of ours with this code, a sentence, and the field it is about. */
export function failsWith(code: string, field?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof DealerSyncError, `not an error of ours: ${error}`);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /^[A-Z].*\.$/s);
    if (field !== undefined) assert.equal(error.cause.field, field);
    return true;
  };
}

export function describeStore(name: string, makePlace: (clock: Clock) => Promise<Place>): void {
  describe(`${name}: the store contract`, () => {
    let clock: TestClock;
    let place: Place;
    let store: Store;
    let pairs: Collection<TestDoc>;

    beforeEach(async () => {
      clock = new TestClock();
      place = await makePlace(clock);
      await open();
    });

    afterEach(async () => {
      await store.close();
      await place.dispose();
    });

    async function open() {
      store = await place.open();
      pairs = store.collection<TestDoc>('pairs');
    }

    async function reopen() {
      await store.close();
      await open();
    }

    const ids = async (query: Query) => (await pairs.find(query)).items.map(({ _id }) => _id);
    const idsWhere = (where: Filter) => ids({ where });

    describe('documents', () => {
      it('inserts with rev 1, gets, puts with the next rev, removes', async () => {
        assert.equal(await pairs.get('a'), undefined);
        const inserted = await pairs.insert({ _id: 'a', state: 'pending', account: { name: 'Ann' } });
        assert.deepEqual(inserted, { _id: 'a', rev: 1, state: 'pending', account: { name: 'Ann' } });
        assert.deepEqual(await pairs.get('a'), inserted);
        const put = await pairs.put({ ...inserted, state: 'linked' });
        assert.deepEqual(put, { ...inserted, rev: 2, state: 'linked' });
        assert.deepEqual(await pairs.get('a'), put);
        assert.equal(await pairs.remove('a'), true);
        assert.equal(await pairs.remove('a'), false);
        assert.equal(await pairs.get('a'), undefined);
      });

      it('replaces the whole document', async () => {
        const doc = await pairs.insert({ _id: 'a', state: 'pending', score: 0.5 });
        await pairs.put({ _id: 'a', rev: doc.rev, state: 'linked' });
        assert.deepEqual(await pairs.get('a'), { _id: 'a', rev: 2, state: 'linked' });
      });

      it('hands out copies and keeps copies', async () => {
        const given = { _id: 'a', account: { name: 'Ann' } };
        const inserted = await pairs.insert(given);
        given.account.name = 'changed by the caller';
        if (inserted.account) inserted.account.name = 'changed after insert';
        for (const doc of [await pairs.get('a'), (await pairs.find()).items[0]]) {
          assert.equal(doc?.account?.name, 'Ann');
          if (doc?.account) doc.account.name = 'changed after read';
        }
        assert.equal((await pairs.get('a'))?.account?.name, 'Ann');
      });

      it('keeps any JSON as it is, over a reopening too', async () => {
        const extra = {
          'address.line1': { $old: 'a', '': '' },
          $date: 1,
          lines: ['one\ntwo\r\n', '\u2028\u2029\u0085\v\f', 'Zoë 😀 \uD800'],
          escaped: { '\uE000d': '\uE000', '\uE000u0000': '\\u0000 \\\\ud800', '\0\uDC00': '\0' },
          numbers: [0, -1.5, 1e21, Number.MAX_SAFE_INTEGER],
          empty: [[], {}, null, false],
          constructor: 'not the function',
        };
        await pairs.insert({ _id: 'a', extra });
        assert.deepEqual((await pairs.get('a'))?.extra, extra);
        await reopen();
        assert.deepEqual((await pairs.get('a'))?.extra, extra);
      });

      it('leaves out undefined, refuses what JSON cannot keep', async () => {
        const doc = await pairs.insert({ _id: 'a', state: undefined, extra: [undefined] });
        assert.deepEqual(doc, { _id: 'a', rev: 1, extra: [null] });
        const loop: unknown[] = [];
        loop.push({ loop });
        for (const extra of [loop, new Date(), Number.NaN, () => 1, new Map(), JSON.parse('{"__proto__":1}')]) {
          await assert.rejects(pairs.insert({ _id: 'b', extra }), failsWith('INVALID_DOCUMENT'));
        }
        for (const _id of ['', '__proto__']) {
          await assert.rejects(pairs.insert({ _id }), failsWith('INVALID_DOCUMENT', '_id'));
        }
        assert.equal((await pairs.find()).total, 1);
      });

      it('refuses a put on an old rev, or of a document that is gone', async () => {
        const doc = await pairs.insert({ _id: 'a', score: 1 });
        await pairs.put({ ...doc, score: 2 });
        await assert.rejects(pairs.put({ ...doc, score: 3 }), failsWith('STALE'));
        assert.equal((await pairs.get('a'))?.score, 2);
        await assert.rejects(pairs.put({ _id: 'b', rev: 1 }), failsWith('STALE'));
        assert.equal(await pairs.get('b'), undefined);
      });

      it('S8: of 100 puts at once on one rev exactly one wins', async () => {
        const doc = await pairs.insert({ _id: 'a', score: -1 });
        const results = await Promise.allSettled(
          Array.from({ length: 100 }, (_, score) => pairs.put({ ...doc, score })),
        );
        const won = results.filter((result) => result.status === 'fulfilled');
        assert.equal(won.length, 1);
        assert.deepEqual(await pairs.get('a'), won[0]?.value);
      });

      it('S8: 20 writers that read and put again lose no count', async () => {
        await pairs.insert({ _id: 'a', score: 0 });
        const add = async (): Promise<void> => {
          const doc = await pairs.get('a');
          assert.ok(doc);
          await pairs.put({ ...doc, score: (doc.score ?? 0) + 1 }).catch((error) => {
            assert.equal(error.code, 'STALE');
            return add();
          });
        };
        await Promise.all(Array.from({ length: 20 }, add));
        assert.equal((await pairs.get('a'))?.score, 20);
        assert.equal((await pairs.get('a'))?.rev, 21);
      });
    });

    describe('unique keys', () => {
      it('S8: refuses a second pair for an account, also when inserted at once', async () => {
        const results = await Promise.allSettled(
          ['a', 'b', 'c'].map((_id) => pairs.insert({ _id, space: 'cms', accountId: '7' })),
        );
        assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
        await assert.rejects(
          pairs.insert({ _id: 'd', space: 'cms', accountId: '7' }),
          failsWith('DUPLICATE', 'space, accountId'),
        );
        await pairs.insert({ _id: 'e', space: 'rapid-response', accountId: '7' });
        await assert.rejects(pairs.insert({ _id: 'e' }), failsWith('DUPLICATE', '_id'));
      });

      it('refuses a put that takes the key of another, and nothing changes', async () => {
        await pairs.insert({ _id: 'a', space: 'cms', customerId: '1' });
        const doc = await pairs.insert({ _id: 'b', space: 'cms', customerId: '2' });
        await assert.rejects(pairs.put({ ...doc, customerId: '1' }), failsWith('DUPLICATE', 'space, customerId'));
        assert.deepEqual(await pairs.get('b'), doc);
        await pairs.put({ ...doc, score: 1 });
      });

      it('frees a key by put and by remove', async () => {
        const doc = await pairs.insert({ _id: 'a', space: 'cms', accountId: '1', customerId: '1' });
        await pairs.put({ ...doc, customerId: '2' });
        await pairs.insert({ _id: 'b', space: 'cms', accountId: '2', customerId: '1' });
        await pairs.remove('a');
        await pairs.insert({ _id: 'c', space: 'cms', accountId: '1', customerId: '2' });
      });

      it('takes part only when all fields are there', async () => {
        for (const [index, accountId] of [null, undefined, null].entries()) {
          await pairs.insert({ _id: `n${index}`, space: 'cms', accountId, customerId: null });
        }
        assert.equal(await pairs.count({ accountId: null }), 3);
      });

      it('lets additional sites share a customer, and one of them become the primary when that is gone', async () => {
        await pairs.insert({ _id: 'a', space: 'cms', accountId: '1', customerId: '9' });
        const second = await pairs.insert({
          _id: 'b',
          space: 'cms',
          accountId: '2',
          customerId: '9',
          additional: true,
        });
        await pairs.insert({ _id: 'c', space: 'cms', accountId: '3', customerId: '9', additional: true });
        await assert.rejects(pairs.put({ ...second, additional: false }), failsWith('DUPLICATE', 'space, customerId'));
        await pairs.remove('a');
        await pairs.put({ ...second, additional: false });
      });

      it('tells values of different types and with separators apart', async () => {
        await pairs.insert({ _id: 'a', space: 'r","k', accountId: 'x' });
        await pairs.insert({ _id: 'b', space: 'r', accountId: 'k","x' });
        await assert.rejects(pairs.insert({ _id: 'c', space: 'r', accountId: 'k","x' }), failsWith('DUPLICATE'));
        await pairs.insert({ _id: 'd', space: 'r', accountId: 1 as unknown as string });
        await pairs.insert({ _id: 'e', space: 'r', accountId: '1' });
      });

      it('F7: at most one open service request has a key; closed ones have none', async () => {
        const requests = store.collection<Doc & { openKey?: string }>('serviceRequests');
        const first = await requests.insert({ _id: 'a', openKey: 'vin type client' });
        await requests.insert({ _id: 'b' });
        await requests.insert({ _id: 'c' });
        const second = { _id: 'd', openKey: 'vin type client' };
        await assert.rejects(requests.insert(second), failsWith('DUPLICATE', 'openKey'));
        const { openKey: _key, ...closed } = first;
        await requests.put(closed);
        await requests.insert(second);
        await assert.rejects(requests.put({ ...closed, rev: 2, openKey: 'vin type client' }), failsWith('DUPLICATE'));
      });

      it('keeps the keys over a reopening', async () => {
        await pairs.insert({ _id: 'a', space: 'cms', accountId: '1' });
        await reopen();
        await assert.rejects(pairs.insert({ _id: 'b', space: 'cms', accountId: '1' }), failsWith('DUPLICATE'));
      });
    });

    describe('queries', () => {
      beforeEach(async () => {
        const docs: Omit<TestDoc, 'rev'>[] = [
          {
            _id: 'a',
            space: 'cms',
            state: 'linked',
            score: 0.9,
            account: { name: 'Müller Ltd', address: { city: 'Ulm' } },
          },
          { _id: 'b', space: 'cms', state: 'pending', score: 0.5, candidates: [{ customerId: '7', score: 0.5 }] },
          { _id: 'c', space: 'cms', state: 'pending', score: 10, tags: ['vip', 3], candidates: [] },
          { _id: 'd', space: 'rr', state: 'linked', accountId: null, tags: ['vip', 'late'] },
          { _id: 'e', space: 'rr', at: '2026-01-05', account: { name: 'ann muller' } },
        ];
        for (const doc of docs) await pairs.insert(doc);
      });

      it('where: equal, in, not, null, exists', async () => {
        assert.deepEqual(await idsWhere({ state: 'pending' }), ['b', 'c']);
        assert.deepEqual(await idsWhere({ space: 'cms', state: 'linked' }), ['a']);
        assert.deepEqual(await idsWhere({ state: { in: ['linked', 'parked'] } }), ['a', 'd']);
        assert.deepEqual(await idsWhere({ state: { in: [] } }), []);
        assert.deepEqual(await idsWhere({ state: { in: ['pending', null] } }), ['b', 'c', 'e']);
        assert.deepEqual(await idsWhere({ state: { not: 'pending' } }), ['a', 'd', 'e']);
        assert.deepEqual(await idsWhere({ state: { not: null } }), ['a', 'b', 'c', 'd']);
        assert.deepEqual(await idsWhere({ score: null }), ['d', 'e']);
        assert.deepEqual(await idsWhere({ accountId: null }), ['a', 'b', 'c', 'd', 'e']);
        assert.deepEqual(await idsWhere({ score: { exists: true } }), ['a', 'b', 'c']);
        assert.deepEqual(await idsWhere({ accountId: { exists: false } }), ['a', 'b', 'c', 'd', 'e']);
        assert.deepEqual(await idsWhere({ nowhere: 'x' }), []);
        assert.deepEqual(await idsWhere({}), ['a', 'b', 'c', 'd', 'e']);
      });

      it('where: ranges compare numbers with numbers and texts with texts', async () => {
        assert.deepEqual(await idsWhere({ score: { gt: 0.5 } }), ['a', 'c']);
        assert.deepEqual(await idsWhere({ score: { gte: 0.5, lt: 10 } }), ['a', 'b']);
        assert.deepEqual(await idsWhere({ score: { gte: '0' } }), []);
        assert.deepEqual(await idsWhere({ at: { lte: '2026-01-05', gt: '2025' } }), ['e']);
        assert.deepEqual(await idsWhere({ at: { lt: '2026-01-05' } }), []);
      });

      it('where: dotted paths, and arrays stand for their elements', async () => {
        assert.deepEqual(await idsWhere({ 'account.address.city': 'Ulm' }), ['a']);
        assert.deepEqual(await idsWhere({ 'account.constructor': { exists: true } }), []);
        assert.deepEqual(await idsWhere({ account: { exists: true } }), ['a', 'e']);
        assert.deepEqual(await idsWhere({ tags: 'vip' }), ['c', 'd']);
        assert.deepEqual(await idsWhere({ tags: { not: 'late' } }), ['a', 'b', 'c', 'e']);
        assert.deepEqual(await idsWhere({ tags: { in: ['vip', 'late', 3] } }), ['c', 'd']);
        assert.deepEqual(await idsWhere({ 'candidates.customerId': '7' }), ['b']);
        assert.deepEqual(await idsWhere({ 'candidates.score': { gte: 0.5 } }), ['b']);
        assert.deepEqual(await idsWhere({ candidates: { exists: true } }), ['b']);
      });

      it('where: a condition that says nothing is refused, never taken for "all"', async () => {
        const nothing = { state: undefined } as unknown as Filter;
        for (const where of [nothing, { state: {} }, { state: { is: 'x' } as unknown as string }]) {
          await assert.rejects(pairs.find({ where }), failsWith('INVALID_QUERY', 'state'));
          await assert.rejects(pairs.removeWhere(where), failsWith('INVALID_QUERY', 'state'));
        }
        assert.equal(await pairs.count(), 5);
      });

      it('text: any part of any field, without case, literally', async () => {
        const text = (query: string, fields: string[]) => ids({ text: { query, fields } });
        assert.deepEqual(await text('MÜLLER', ['account.name']), ['a']);
        assert.deepEqual(await text('LER', ['account.name', 'state']), ['a', 'e']);
        assert.deepEqual(await text('vi', ['account.name', 'tags']), ['c', 'd']);
        assert.deepEqual(await text('.*', ['account.name']), []);
        assert.deepEqual(await text(' ', ['account.name']), ['a', 'b', 'c', 'd', 'e']);
        const both = await pairs.find({ where: { space: 'rr' }, text: { query: 'ann', fields: ['account.name'] } });
        assert.deepEqual([both.total, both.items[0]?._id], [1, 'e']);
      });

      it('sorts by several keys, absent first, `_id` last', async () => {
        assert.deepEqual(await ids({ sort: [{ field: 'score' }] }), ['d', 'e', 'b', 'a', 'c']);
        assert.deepEqual(await ids({ sort: [{ field: 'score', descending: true }] }), ['c', 'a', 'b', 'd', 'e']);
        const sort = [{ field: 'space', descending: true }, { field: 'account.name' }];
        assert.deepEqual(await ids({ sort }), ['d', 'e', 'b', 'c', 'a']);
        assert.deepEqual(await ids({ sort: [{ field: '_id', descending: true }] }), ['e', 'd', 'c', 'b', 'a']);
      });

      it('sorts null, booleans, numbers and texts after each other; of an array the first element counts', async () => {
        const values = ['b', 'B', 2, 10, true, false, null, ['a', 'z'], [], undefined];
        for (const [index, extra] of values.entries()) await pairs.insert({ _id: `v${index}`, space: 'kinds', extra });
        const sorted = async (descending: boolean) => {
          const query = { where: { space: 'kinds' }, sort: [{ field: 'extra', descending }] };
          return (await pairs.find(query)).items.map(({ extra }) =>
            Array.isArray(extra) ? (extra[0] ?? null) : (extra ?? null),
          );
        };
        const ascending = [null, null, null, false, true, 2, 10, 'B', 'a', 'b'];
        assert.deepEqual(await sorted(false), ascending);
        assert.deepEqual(await sorted(true), ascending.reverse());
      });

      it('finds ids and numbers that only look alike apart', async () => {
        await pairs.insert({ _id: 'n', accountId: '1', customerId: 1 as unknown as string });
        assert.deepEqual(await idsWhere({ accountId: '1' }), ['n']);
        assert.deepEqual(await idsWhere({ accountId: 1 }), []);
        assert.deepEqual(await idsWhere({ customerId: '1' }), []);
        assert.deepEqual(await idsWhere({ customerId: { in: [1, 2] } }), ['n']);
        assert.deepEqual(await idsWhere({ _id: { gte: 'd', lt: 'n' } }), ['d', 'e']);
        assert.deepEqual(await idsWhere({ additional: { not: true }, _id: { in: ['a', 'n'] } }), ['a', 'n']);
      });

      it('pages: total counts all, pages neither lose nor double', async () => {
        const sort = [{ field: 'space' }];
        const seen: string[] = [];
        for (let offset = 0; offset < 6; offset += 2) {
          const page = await pairs.find({ sort, offset, limit: 2 });
          assert.equal(page.total, 5);
          seen.push(...page.items.map(({ _id }) => _id));
        }
        assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e']);
        assert.deepEqual(await pairs.find({ limit: 0 }), { total: 5, items: [] });
      });

      it('counts, scans in order in batches, and removes what matches', async () => {
        assert.equal(await pairs.count({ space: 'cms' }), 3);
        const batches: string[][] = [];
        for await (const batch of pairs.scan({ space: 'cms' }, 2)) batches.push(batch.map(({ _id }) => _id));
        assert.deepEqual(batches, [['a', 'b'], ['c']]);
        assert.equal(await pairs.removeWhere({ space: 'cms', state: 'pending' }), 2);
        assert.deepEqual(await ids({}), ['a', 'd', 'e']);
        await reopen();
        assert.deepEqual(await ids({}), ['a', 'd', 'e']);
      });

      it('a scan bears writes: what is removed is not seen, what is changed is seen as it is, nothing twice', async () => {
        const seen: TestDoc[] = [];
        for await (const batch of pairs.scan(undefined, 1)) {
          seen.push(...batch);
          if (seen.length > 1) continue;
          await pairs.remove('c');
          const e = await pairs.get('e');
          assert.ok(e);
          await pairs.put({ ...e, state: 'parked' });
        }
        assert.deepEqual(
          seen.map(({ _id, state }) => [_id, state]),
          [
            ['a', 'linked'],
            ['b', 'pending'],
            ['d', 'linked'],
            ['e', 'parked'],
          ],
        );
      });
    });

    describe('leases and fences', () => {
      it('S8: one holder at a time; tokens grow with every new lease', async () => {
        const first = await store.leases.acquire('cms', 'A', 60_000);
        assert.deepEqual(first, { space: 'cms', holder: 'A', token: first?.token, expiresAt: clock.now() + 60_000 });
        assert.equal(await store.leases.acquire('cms', 'B', 60_000), undefined);
        assert.ok(await store.leases.acquire('rapid-response', 'B', 60_000), 'another space is free');
        const again = await store.leases.acquire('cms', 'A', 60_000);
        assert.ok(first && again && again.token > first.token, 'a newer token');
        assert.deepEqual(await store.leases.current('cms'), again);
        await assert.rejects(store.leases.renew(first, 60_000), failsWith('LEASE_LOST'));
      });

      it('S8: of many that ask at once one gets it', async () => {
        const asked = await Promise.all([...'ABCDEFGH'].map((holder) => store.leases.acquire('cms', holder, 1_000)));
        assert.equal(asked.filter(Boolean).length, 1);
      });

      it('ends by the clock, unless renewed', async () => {
        const lease = await store.leases.acquire('cms', 'A', 60_000);
        assert.ok(lease);
        clock.advance(50_000);
        const renewed = await store.leases.renew(lease, 60_000);
        assert.deepEqual(renewed, { ...lease, expiresAt: clock.now() + 60_000 });
        clock.advance(59_999);
        assert.equal(await store.leases.acquire('cms', 'B', 60_000), undefined);
        clock.advance(1);
        assert.equal(await store.leases.current('cms'), undefined);
        await assert.rejects(store.leases.renew(renewed, 60_000), failsWith('LEASE_LOST'));
        const taken = await store.leases.acquire('cms', 'B', 60_000);
        assert.ok(taken && taken.token > lease.token);
      });

      it('is given back by its holder only', async () => {
        const lease = await store.leases.acquire('cms', 'A', 60_000);
        assert.ok(lease);
        await store.leases.release({ ...lease, token: lease.token - 1 });
        assert.ok(await store.leases.current('cms'));
        await store.leases.release(lease);
        assert.equal(await store.leases.current('cms'), undefined);
        assert.ok(await store.leases.acquire('cms', 'B', 60_000));
        await store.leases.release(lease);
        assert.equal((await store.leases.current('cms'))?.holder, 'B');
      });

      it('S8: tokens grow over a reopening', async () => {
        const before = await store.leases.acquire('cms', 'A', 60_000);
        await reopen();
        clock.advance(60_000);
        const after = await store.leases.acquire('cms', 'B', 60_000);
        assert.ok(before && after && after.token > before.token);
        await assert.rejects(pairs.insert({ _id: 'a' }, { fence: before }), failsWith('LEASE_LOST'));
      });

      it('S8: a paused holder that wakes writes nothing', async () => {
        const paused = await store.leases.acquire('cms', 'A', 60_000);
        assert.ok(paused);
        const doc = await pairs.insert({ _id: 'a', state: 'creating' }, { fence: paused });
        clock.advance(60_001);
        await assert.rejects(pairs.put({ ...doc, state: 'late' }, { fence: paused }), failsWith('LEASE_LOST'));
        const newer = await store.leases.acquire('cms', 'B', 60_000);
        assert.ok(newer);
        for (const write of [
          () => pairs.insert({ _id: 'b' }, { fence: paused }),
          () => pairs.put({ ...doc, state: 'late' }, { fence: paused }),
          () => pairs.put({ ...doc, state: 'late' }, { fence: { ...newer, holder: 'A' } }),
          () => pairs.remove('a', { fence: paused }),
          () => pairs.put(doc, { fence: { space: 'nobody', holder: 'A', token: 1 } }),
        ]) {
          await assert.rejects(write(), failsWith('LEASE_LOST'));
        }
        assert.deepEqual((await pairs.find()).items, [doc]);
        await pairs.put({ ...doc, state: 'linked' }, { fence: newer, durable: true });
      });
    });

    describe('opening and closing', () => {
      it('S6: keeps everything over a reopening, and rev goes on', async () => {
        const doc = await pairs.insert({ _id: 'a', state: 'pending' }, { durable: true });
        await pairs.insert({ _id: 'b' });
        await pairs.put({ ...doc, state: 'linked' });
        await pairs.remove('b');
        await reopen();
        assert.deepEqual((await pairs.find()).items, [{ _id: 'a', rev: 2, state: 'linked' }]);
        await pairs.put({ _id: 'a', rev: 2, state: 'parked' });
      });

      it('a closed store refuses everything; opening and closing twice does no harm', async () => {
        await store.open();
        await store.close();
        await store.close();
        const calls = [
          () => pairs.get('a'),
          () => pairs.find(),
          () => pairs.count(),
          () => pairs.insert({ _id: 'a' }),
          () => pairs.put({ _id: 'a', rev: 1 }),
          () => pairs.remove('a'),
          () => pairs.removeWhere({}),
          async () => {
            for await (const _ of pairs.scan()) assert.fail('nothing comes');
          },
          () => store.leases.acquire('cms', 'A', 1_000),
          () => store.leases.current('cms'),
        ];
        for (const call of calls) await assert.rejects(call(), failsWith('STORE_CLOSED'));
        await open();
      });

      it('close waits for the writes under way', async () => {
        const writes = Promise.allSettled(Array.from({ length: 50 }, (_, index) => pairs.insert({ _id: `p${index}` })));
        await store.close();
        const done = (await writes).filter(({ status }) => status === 'fulfilled').length;
        await open();
        assert.equal(await pairs.count(), done);
      });
    });

    it('S6: does what a plain Map does, for random operations', async function () {
      this.timeout(20_000);
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
          for (const { _id } of (await pairs.find()).items) await pairs.remove(_id);
          const model = new Map<string, TestDoc>();
          for (const one of operations) await agree(one, model);
          const sorted = () => [...model.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
          assert.deepEqual((await pairs.find()).items, sorted());
          for (const state of ['x', 'y']) {
            const expected = sorted().filter((doc) => doc.state === state);
            assert.deepEqual((await pairs.find({ where: { state } })).items, expected);
          }
        }),
        { numRuns: 40 },
      );

      async function agree(one: Operation, model: Map<string, TestDoc>): Promise<void> {
        if (one.kind === 'reopen') return reopen();
        if (one.kind === 'remove') {
          assert.equal(await pairs.remove(one._id), model.delete(one._id));
          return;
        }
        const current = model.get(one._id);
        const rev = one.stale ? 99 : (current?.rev ?? 0);
        const fields = { state: one.state, space: 'cms', ...(one.accountId ? { accountId: one.accountId } : {}) };
        const taken = [...model.values()].some((doc) => doc._id !== one._id && doc.accountId === one.accountId);
        const refusal =
          one.kind === 'insert' && current
            ? 'DUPLICATE'
            : one.kind === 'put' && (!current || current.rev !== rev)
              ? 'STALE'
              : one.accountId && taken
                ? 'DUPLICATE'
                : undefined;
        const write =
          one.kind === 'insert'
            ? pairs.insert({ _id: one._id, ...fields })
            : pairs.put({ _id: one._id, rev, ...fields });
        if (refusal) await assert.rejects(write, failsWith(refusal));
        else model.set(one._id, await write);
      }
    });
  });
}

interface Write {
  kind: 'insert' | 'put';
  _id: string;
  state: string;
  accountId?: string;
  stale: boolean;
}
type Operation = Write | { kind: 'remove'; _id: string } | { kind: 'reopen' };

const id = fc.constantFrom('a', 'b', 'c', 'd');
const write = fc.record<Write>({
  kind: fc.constantFrom('insert', 'put'),
  _id: id,
  state: fc.constantFrom('x', 'y'),
  accountId: fc.constantFrom('1', '2', undefined),
  stale: fc.boolean(),
});
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 8, arbitrary: write },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), _id: id }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);
