import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Item } from '../../lib/model/item';
import { checkGuards, DEFAULT_LIMITS, type GuardInput } from '../../lib/sync/guards';
import { account } from './records';

const close = (n: number): Item => ({ key: `cms:${n}`, actions: [{ kind: 'close', reason: 'cancelled' }] });
const edit = (n: number): Item => ({
  key: `cms:${n}`,
  actions: [{ kind: 'update', side: 'customer', writes: [], reason: 'edited' }],
});
const create = (n: number, due = false): Item => {
  const { name, address } = account();
  const draft = { name, address, kind: 'business' as const, accountNumber: `N${n}` };
  return {
    key: `cms:${n}`,
    actions: [{ kind: 'create-customer', draft, ...(due ? { due } : {}), reason: 'no customer matches' }],
  };
};
const many = (count: number, make: (n: number) => Item): Item[] => Array.from({ length: count }, (_, n) => make(n));

function check(items: Item[], given: Partial<GuardInput> = {}) {
  const input = {
    items,
    listings: [],
    seen: 0,
    linkedPairs: 0,
    knownContacts: 0,
    limits: DEFAULT_LIMITS,
    firstRun: false,
  };
  return checkGuards({ ...input, ...given });
}

describe('S10 checkGuards', () => {
  it('lets as many closes through as the count or the share allows, and not one more', () => {
    assert.deepEqual(check(many(5, close)).reasons, []);
    assert.equal(check(many(6, close)).reasons.length, 1);
    assert.deepEqual(check(many(10, close), { linkedPairs: 200 }).reasons, []);
    assert.equal(check(many(11, close), { linkedPairs: 200 }).reasons.length, 1);
  });

  it('counts creates from the second run on, without those that the review queue made due', () => {
    assert.equal(check(many(21, create)).reasons.length, 1);
    assert.deepEqual(check(many(21, create), { firstRun: true }).reasons, []);
    assert.deepEqual(check(many(21, (n) => create(n, true))).reasons, []);
    const limits = { ...DEFAULT_LIMITS, spareFirstCreate: false };
    assert.equal(
      check(many(21, create), { firstRun: true, limits }).reasons.length,
      1,
      'a site costs money from the first on',
    );
  });

  it('holds an empty listing and one under 80 %, by what was last accepted', () => {
    const listing = (size: number, accepted?: number) =>
      check([], { listings: [{ name: 'accounts', size, ...(accepted === undefined ? {} : { accepted }) }] }).reasons
        .length;
    assert.equal(listing(0), 0, 'nothing was accepted before');
    assert.equal(listing(0, 0), 0);
    assert.equal(listing(0, 1), 1);
    assert.equal(listing(79, 100), 1);
    assert.equal(listing(80, 100), 0);
  });

  it('property: the hash is of the guarded actions alone: no order and no harmless edit changes it, one close more does', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(many(8, close), { minLength: 1 }), fc.nat(5), (closes, edits) => {
        const { hash } = check(closes);
        assert.equal(check([...many(edits, (n) => edit(n + 100)), ...[...closes].reverse()]).hash, hash);
        assert.notEqual(check([...closes, close(99)]).hash, hash);
        assert.notEqual(check(closes.slice(1)).hash, hash);
      }),
      { numRuns: 100 },
    );
  });
});
