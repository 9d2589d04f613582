import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Item } from '../../lib/model/item';
import type { Account, Customer } from '../../lib/model/records';
import { asksForNothing } from '../../lib/sync/at-rest';
import type { PairDoc } from '../../lib/sync/pair';
import { planItem } from '../../lib/sync/planner';
import { account, customer, linkedPair, NOW } from './records';

const seldom = <T>(value: T) => fc.oneof({ arbitrary: fc.constant(undefined), weight: 11 }, fc.constant(value));
const status = fc.constantFrom<Account['status']>('open', 'open', 'open', 'closed', 'pending');
const text = fc.constantFrom('Ash Dental', 'Ash Dental', 'Ash Dental', 'ASH DENTAL', 'Oak Dental');

/** Whatever may stand on a pair and its two sides; most of it is seldom there. */
const someAccount = fc.record({
  name: text,
  status,
  kind: fc.constantFrom<Account['kind']>('business', 'business', 'business', 'other'),
  setAside: seldom('neither residential nor commercial'),
  incomplete: seldom(true),
  contacts: seldom([{ id: 'c1', name: 'Ada Pool' }]),
  address: fc.record({ city: fc.constantFrom('Testville', 'Testville', 'Otherville') }),
});
const someCustomer = fc.record({ name: text, status });
const somePair = fc.record({
  state: fc.constantFrom<PairDoc['state']>('linked', 'linked', 'linked', 'parked', 'created'),
  customerId: fc.constantFrom('1000', '1000', '1000', '1001'),
  keyLinkId: fc.constantFrom('7', '7', '7', '8', undefined),
  additional: seldom(true),
  nextAttemptAt: seldom(NOW + 1),
  decision: seldom({ kind: 'unlink' as const, by: 'olga', at: NOW }),
  intent: seldom({
    kind: 'close' as const,
    before: 'open',
    id: 'p.2',
    at: NOW,
    actor: { who: 'timer', runId: 'r', reason: 'r' },
  }),
  toPush: seldom([{ id: '1', fields: { name: 'Ada Pool' } }]),
});
const someSettings = fc.record({
  onConflict: fc.constantFrom('ask' as const, 'revio' as const, 'monitoring' as const),
  firstLink: fc.constantFrom('ask' as const, 'revio' as const, 'monitoring' as const),
  sharedAddress: fc.constantFrom('ask' as const, 'write' as const, 'split' as const),
  contacts: fc.boolean(),
  cancelAtStation: fc.boolean(),
});

function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

describe('A pair at rest', () => {
  it('is one for which the planner plans nothing, whatever the settings, direction and cause of the run', () => {
    let resting = 0;
    fc.assert(
      fc.property(
        someAccount,
        someCustomer,
        somePair,
        status,
        fc.option(status, { nil: undefined }),
        someSettings,
        fc.constantFrom('both' as const, 'in' as const, 'out' as const),
        fc.constantFrom('timer' as const, 'manual' as const),
        (ours, theirs, pair, ourStatus, theirStatus, settings, direction, cause) => {
          const known = linkedPair(account({ status: ourStatus }), customer(), given(pair) as Partial<PairDoc>);
          if (known.base && theirStatus) known.base.customer.status = theirStatus;
          const item: Item = {
            key: 'cms:1',
            account: account(given(ours) as Partial<Account>),
            customer: customer(theirs as Partial<Customer>),
            link: { keyLinkId: '7' },
          };
          if (!asksForNothing(item, known, { direction, cancelsAtStation: settings.cancelAtStation })) return;
          resting += 1;
          const plan = planItem({
            item,
            pair: known,
            settings: { ...settings, accountNumber: '{{accountNumber}}' },
            direction,
            cause,
            now: NOW,
          });
          assert.deepEqual(plan, { actions: [], outcome: { name: 'unchanged' } });
        },
      ),
      { numRuns: 20_000 },
    );
    assert.ok(resting > 100, `only ${resting} of the cases were at rest: the property says little`);
  });

  it('is the plain case of a quiet cycle', () => {
    const pair = linkedPair(undefined, undefined, { keyLinkId: '7' });
    const item = { key: 'cms:1', account: account(), customer: customer(), link: { keyLinkId: '7' } };
    assert.ok(asksForNothing(item, pair, { direction: 'in' }));
    assert.ok(asksForNothing(item, pair, { direction: 'out' }));
    assert.ok(!asksForNothing(item, pair, { direction: 'out', cancelsAtStation: true }), 'its status is noted first');
  });
});
