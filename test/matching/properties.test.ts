import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMatchIndex, type MatchRecord, matchAccounts, tryPair } from '../../lib/matching';
import { dealerWorld, random } from './dealer-world';

const text = fc.oneof(
  fc.constantFrom(
    'John Smith',
    'SMITH, JOHN',
    'Mary Smith',
    'Acme Tools #12',
    'A & B Lee',
    '12 Oak St',
    '217-555-8123',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const odd = fc.oneof(text, fc.constantFrom(null, undefined, '', 0, 7, true, [], {}, Number.NaN));
const record = fc.record(
  {
    id: fc.oneof(fc.nat(30).map(String), odd),
    name: odd,
    firstName: odd,
    lastName: odd,
    companyName: odd,
    address: fc.oneof(odd, fc.record({ line1: odd, line2: odd, city: odd, postalCode: odd }, { requiredKeys: [] })),
    phone: odd,
    email: odd,
    status: fc.constantFrom('open', 'closed', null),
  },
  { requiredKeys: ['id'] },
);
const anything = fc.array(fc.oneof({ weight: 9, arbitrary: record }, odd), { maxLength: 12 }) as fc.Arbitrary<unknown>;
const records = anything as fc.Arbitrary<MatchRecord[]>;

describe('matching: properties', function () {
  this.timeout(30_000);

  it('never throws, and puts each account in exactly one list, each customer in one link at most', async () => {
    await fc.assert(
      fc.asyncProperty(records, records, fc.double({ min: 0, max: 1 }), async (accounts, customers, threshold) => {
        const { matched, pending, unmatched } = await matchAccounts(accounts, customers, { threshold });
        const outcomes = [...matched.map((m) => m.accountId), ...pending.map((p) => p.accountId), ...unmatched].map(
          String,
        );
        assert.deepEqual(outcomes.sort(), [...idsOf(accounts)].sort());
        const linked = matched.map(({ customerId }) => String(customerId));
        assert.equal(new Set(linked).size, linked.length);
        for (const { candidates } of pending) {
          assert.ok(candidates.length > 0 && candidates.length <= 5);
          for (const { score, reasons } of candidates) assert.ok(score >= 0 && score <= 1 && reasons.length > 0);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says the same for any order of the input', async () => {
    await fc.assert(
      fc.asyncProperty(records, records, fc.nat(), async (accounts, customers, seed) => {
        const first = await matchAccounts(accounts, customers);
        assert.deepEqual(await matchAccounts(shuffled(accounts, seed), shuffled(customers, seed + 1)), first);
      }),
      { numRuns: 80 },
    );
    const { accounts, customers } = dealerWorld(600, 9);
    const first = await matchAccounts(accounts, customers);
    assert.deepEqual(await matchAccounts(shuffled(accounts, 1), shuffled(customers, 2)), first);
  });

  it('links no more at a higher threshold than at a lower one, and nothing at 1.01', async () => {
    const { accounts, customers } = dealerWorld(600, 10);
    let last = accounts.length;
    for (const threshold of [0.5, 0.8, 0.95, 0.999, 1.01]) {
      const { matched } = await matchAccounts(accounts, customers, { threshold });
      assert.ok(matched.length <= last);
      last = matched.length;
    }
    assert.equal(last, 0);
  });

  it('tries any two records out without throwing', () => {
    fc.assert(
      fc.property(record, record, (account, customer) => {
        const verdict = tryPair(account as unknown as MatchRecord, customer as unknown as MatchRecord);
        assert.ok(verdict === undefined || (verdict.score >= 0 && verdict.score <= 1));
      }),
      { numRuns: 300 },
    );
  });

  it('answers from a kept index as from a new one, whatever was added and removed', async () => {
    const { accounts, customers } = dealerWorld(300, 11);
    const [kept, gone] = [customers.filter((_, i) => i % 3 > 0), customers.filter((_, i) => i % 3 === 0)];
    const index = await createMatchIndex([...gone, ...shuffled(kept, 4)]);
    for (const { id } of gone) assert.equal(index.remove(id), true);
    const fresh = await createMatchIndex(kept);
    assert.equal(index.size, fresh.size);
    for (const account of accounts.slice(0, 150)) {
      const ids = (list: { customerId: string }[]) => list.map(({ customerId }) => customerId);
      assert.deepEqual(ids(index.query(account)).slice(0, 1), ids(fresh.query(account)).slice(0, 1));
    }
  });
});

/** Ids that can be answered with: texts and numbers, each once. */
function idsOf(list: unknown[]): Set<string> {
  const ids = list
    .filter((one): one is { id: unknown } => typeof one === 'object' && one !== null && 'id' in one)
    .map(({ id }) => id)
    .filter((id) => (typeof id === 'string' && id !== '') || typeof id === 'number');
  return new Set(ids.map(String));
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const next = random(seed);
  return list
    .map((value) => ({ value, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
