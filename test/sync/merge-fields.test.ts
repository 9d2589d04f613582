import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameValue, type TwoWayField } from '../../lib/model/compare';
import { type MergePolicy, mergeFields, type Verdict } from '../../lib/sync/merge-fields';
import type { PairDoc, Settling } from '../../lib/sync/pair';
import { account, customer, linkedPair, NOW } from './records';

const ASK: MergePolicy = { onConflict: 'ask', firstLink: 'ask', sharedAddress: 'ask' };

interface Given {
  ours?: Parameters<typeof account>[0];
  theirs?: Parameters<typeof customer>[0];
  pair?: PairDoc | undefined;
  policy?: Partial<MergePolicy>;
  now?: number;
}

function verdictOn(field: TwoWayField, { ours, theirs, policy, now = NOW, ...rest }: Given): Verdict | undefined {
  const pair = 'pair' in rest ? rest.pair : linkedPair();
  const input = { pair, account: account(ours), customer: customer(theirs), policy: { ...ASK, ...policy }, now };
  return mergeFields(input).find((verdict) => verdict.field === field);
}

const what = (verdict: Verdict | undefined): string | undefined =>
  verdict?.is === 'write'
    ? `write to ${verdict.to}`
    : verdict?.is === 'conflict'
      ? verdict.conflict.reason
      : verdict?.is;

const settling = (given: Partial<Settling>): Settling => ({
  field: 'name',
  old: 'Ash Dental',
  sent: 'Ash Dental Works',
  source: 'Ash Dental Works',
  side: 'account',
  replied: false,
  until: NOW + 600_000,
  ...given,
});

describe('mergeFields', () => {
  it('S3 what a side says in its own manner is no edit', () => {
    const ours = { name: 'ASH DENTAL', address: { line1: '12 TEST STREET', postalCode: '00001-1234' } };
    for (const field of ['name', 'line1', 'postalCode'] as const)
      assert.equal(what(verdictOn(field, { ours })), 'quiet');
  });

  it('S4, S5 one side edited: written to the other; both alike: adopted; both apart: asked', () => {
    const moved = { address: { city: 'Elm City' } };
    assert.equal(what(verdictOn('city', { ours: moved })), 'write to customer');
    assert.equal(what(verdictOn('city', { theirs: moved })), 'write to account');
    assert.equal(what(verdictOn('city', { ours: moved, theirs: { address: { city: 'ELM CITY' } } })), 'adopt');
    assert.equal(what(verdictOn('city', { ours: moved, theirs: { address: { city: 'Oakton' } } })), 'both-changed');
    assert.equal(what(verdictOn('city', { ours: moved })), 'write to customer');
    assert.equal(what(verdictOn('name', { ours: moved })), 'quiet');
  });

  it('S4 an address waits whole while one of its fields waits, and the name goes on', () => {
    const ours = { name: 'Ash Group', address: { line1: '1 Oak St', city: 'Elm City' } };
    const theirs = { address: { city: 'Oakton' } };
    assert.equal(verdictOn('line1', { ours, theirs }), undefined);
    assert.equal(what(verdictOn('name', { ours, theirs })), 'write to customer');
  });

  it('a blank never wins by itself: an emptied street is asked about, whatever the policy it is restored; a second line may go', () => {
    const blank = { address: { line1: '' } };
    assert.equal(what(verdictOn('line1', { ours: blank })), 'emptied');
    assert.equal(what(verdictOn('line1', { ours: blank, policy: { onConflict: 'monitoring' } })), 'write to account');
    const pair = linkedPair(account({ address: { line2: 'Apt 4' } }), customer({ address: { line2: 'Apt 4' } }));
    assert.equal(what(verdictOn('line2', { pair, theirs: { address: { line2: 'Apt 4' } } })), 'write to customer');
  });

  it('first link: equal but for the legal form is adopted, a blank is filled, a difference is asked about', () => {
    const none = { pair: undefined };
    assert.equal(what(verdictOn('name', { ...none, theirs: { name: 'Ash Dental LLC' } })), 'adopt');
    assert.equal(what(verdictOn('line2', { ...none, theirs: { address: { line2: 'Rear' } } })), 'write to account');
    assert.equal(what(verdictOn('city', { ...none, theirs: { address: { city: 'Oakton' } } })), 'first-link');
    const policy = { firstLink: 'revio' as const };
    assert.equal(
      what(verdictOn('city', { ...none, policy, theirs: { address: { city: 'Oakton' } } })),
      'write to account',
    );
  });

  it('S7 a value that we sent and whose reply was lost is ours, cut and re-cased too', () => {
    const long = 'Ash Dental Works of Greater Testville';
    const pair = linkedPair(account(), customer(), { settling: [settling({ sent: long, source: long })] });
    for (const kept of [long, long.toUpperCase(), long.slice(0, 24)]) {
      assert.equal(what(verdictOn('name', { pair, ours: { name: kept }, theirs: { name: long } })), 'adopt', kept);
    }
  });

  it('S4, S7 the old value is never taken for a cut of the one that was sent: the write is made again', () => {
    const pair = linkedPair(account(), customer(), { settling: [settling({})] });
    assert.equal(what(verdictOn('name', { pair, theirs: { name: 'Ash Dental Works' } })), 'write to account');
  });

  it('S7 within the settle time the value from before our write is late news; after it, an edit', () => {
    const theirs = { name: 'Ash Dental Works' };
    const written = linkedPair(account(theirs), customer(theirs), { settling: [settling({ replied: true })] });
    assert.equal(what(verdictOn('name', { pair: written, theirs })), 'quiet');
    assert.equal(what(verdictOn('name', { pair: written, theirs, now: NOW + 600_001 })), 'write to customer');
  });

  it('an address that is the invoice address too is not moved without asking', () => {
    const given = { ours: { address: { city: 'Elm City' } }, theirs: { sharedAddress: true } };
    assert.equal(what(verdictOn('city', given)), 'shared-address');
    assert.equal(what(verdictOn('city', { ...given, policy: { sharedAddress: 'split' } })), 'write to customer');
  });

  const CITIES = fc.constantFrom('Testville', 'TESTVILLE', 'Elm City', 'elm city', 'Saint Paul', 'St Paul', 'Oakton');

  it('S4 property: an edit is written, adopted, asked about or loses to the declared policy; never anything else', () => {
    fc.assert(
      fc.property(
        CITIES,
        CITIES,
        CITIES,
        fc.constantFrom('ask', 'revio', 'monitoring'),
        (base, left, right, onConflict) => {
          const at = (city: string) => ({ address: { city } });
          const pair = linkedPair(account(at(base)), customer(at(base)));
          const verdict = what(
            verdictOn('city', { pair, ours: at(left), theirs: at(right), policy: { onConflict: onConflict as 'ask' } }),
          );
          const same = (a: string, b: string) => sameValue('city', a, b);
          const [edited, theirsEdited] = [!same(left, base), !same(right, base)];
          const loser = onConflict === 'revio' ? 'write to account' : 'write to customer';
          const expected =
            !edited && !theirsEdited
              ? 'quiet'
              : same(left, right)
                ? 'adopt'
                : edited && theirsEdited
                  ? onConflict === 'ask'
                    ? 'both-changed'
                    : loser
                  : edited
                    ? 'write to customer'
                    : 'write to account';
          assert.equal(verdict, expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('S20 property: the same input gives the same verdicts, and the input is left alone', () => {
    fc.assert(
      fc.property(CITIES, CITIES, CITIES, (base, left, right) => {
        const at = (city: string) => ({ address: { city } });
        const input = {
          pair: linkedPair(account(at(base))),
          account: account(at(left)),
          customer: customer(at(right)),
          policy: ASK,
          now: NOW,
        };
        const before = structuredClone(input);
        const first = mergeFields(input);
        assert.deepEqual(mergeFields(input), first);
        assert.deepEqual(input, before);
      }),
    );
  });
});
