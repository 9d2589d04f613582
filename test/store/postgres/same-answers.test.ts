import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMemoryStore } from '../../../lib/store/memory-store';
import { createPostgresStore } from '../../../lib/store/postgres/postgres-store';
import type { Condition, Filter, Query, Scalar, Store } from '../../../lib/store/store';
import type { TestDoc } from '../store-contract';
import { postgresServer } from './server';

/** Few values, so that they meet; with what SQL, LIKE, JSON or a jsonpath could trip over. */
const text = fc.constantFrom(
  'a',
  'A',
  'ä',
  'Ä',
  'ΑΣ',
  'İ',
  '1',
  'true',
  '%',
  '_',
  "'",
  '"',
  '\\',
  'z\0x',
  '\uD800',
  '\uE000',
  '',
);
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  text,
  fc.constantFrom(0, 1, -1.5, 1e21, 0.1),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.record({ city: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }, { requiredKeys: [] }),
  },
);
const content = fc.record(
  {
    // Indexed: one value each.
    state: scalar,
    conflictCount: scalar,
    // Not indexed, of any shape.
    tags: value,
    'a.b': scalar,
    $odd: value,
    account: fc.oneof(
      fc.record({ name: value }, { requiredKeys: [] }),
      fc.array(fc.record({ name: value }), { maxLength: 2 }),
    ),
  },
  { requiredKeys: [] },
);
const FIELDS = [
  '_id',
  'state',
  'conflictCount',
  'tags',
  'tags.city',
  '$odd',
  'account',
  'account.name',
  'account.name.city',
  'none',
];
const field = fc.constantFrom(...FIELDS);
const bound = fc.option(fc.oneof(text, fc.constantFrom(0, 1, -2)), { nil: undefined });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  scalar,
  fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ not: scalar }),
  fc.record({ exists: fc.boolean() }),
  fc
    .record({ gt: bound, gte: bound, lt: bound, lte: bound })
    .filter((range) => Object.values(range).some((limit) => limit !== undefined)),
);
const query: fc.Arbitrary<Query> = fc.record(
  {
    where: fc.dictionary(field, condition, { maxKeys: 2 }) as fc.Arbitrary<Filter>,
    text: fc.record({ query: text, fields: fc.array(field, { maxLength: 2 }) }),
    sort: fc.array(fc.record({ field, descending: fc.boolean() }), { maxLength: 2 }),
    offset: fc.nat(4),
    limit: fc.nat(5),
  },
  { requiredKeys: [] },
);

describe('PostgreSQL and memory answer alike', () => {
  let memory: Store;
  let postgres: Store;

  before(async () => {
    memory = createMemoryStore();
    postgres = createPostgresStore({ url: await (await postgresServer()).createDatabase() });
    await Promise.all([memory.open(), postgres.open()]);
  });
  after(() => Promise.all([memory.close(), postgres.close()]));

  it('for random documents and queries', async function () {
    this.timeout(30_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 8 }),
        fc.array(query, { minLength: 10, maxLength: 10 }),
        async (contents, queries) => {
          const [ours, theirs] = [memory, postgres].map((store) => store.collection<TestDoc>('pairs'));
          assert.ok(ours && theirs);
          for (const pairs of [ours, theirs]) {
            await pairs.removeWhere({});
            await Promise.all(contents.map((one, index) => pairs.insert({ _id: `p${index}`, ...(one as object) })));
          }
          for (const one of queries) {
            assert.deepEqual(await theirs.find(one), await ours.find(one), JSON.stringify(one));
            const where = one.where ?? {};
            assert.equal(await theirs.count(where), await ours.count(where));
            const scanned: TestDoc[][] = [[], []];
            for (const [index, pairs] of [ours, theirs].entries()) {
              for await (const batch of pairs.scan(where, 3)) scanned[index]?.push(...batch);
            }
            assert.deepEqual(scanned[1], scanned[0]);
          }
          const where = queries.find((one) => one.where)?.where;
          if (where) assert.equal(await theirs.removeWhere(where), await ours.removeWhere(where));
        },
      ),
      { numRuns: 60 },
    );
  });
});
