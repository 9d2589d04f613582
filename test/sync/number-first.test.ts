import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Account, Customer } from '../../lib/model/records';
import { type NumberFirstInput, pairByNumber } from '../../lib/sync/steps/number-first';
import { account, customer } from './records';

const STRANGER = { name: 'Zanzibar Imports', address: { line1: '900 Quay Rd', city: 'Farport', postalCode: '99999' } };

function input(accounts: Account[], customers: Customer[], given: Partial<NumberFirstInput> = {}): NumberFirstInput {
  return {
    items: accounts.map((one) => ({ key: `rapid-response:${one.id}`, account: one })),
    customers: new Map(customers.map((one) => [one.id, one])),
    claimed: new Map(),
    excluded: () => false,
    threshold: 0.95,
    suggestOnly: false,
    evidence: {},
    ...given,
  };
}

async function whereTo(accounts: Account[], customers: Customer[], given: Partial<NumberFirstInput> = {}) {
  const { sure, doubtful, rest } = await pairByNumber(input(accounts, customers, given));
  const ids = (items: typeof sure) => items.map(({ account: one }) => one?.id);
  return { sure: ids(sure), doubtful: ids(doubtful), rest: ids(rest) };
}

describe('Account number first', () => {
  it('links where number and record agree, and says why', async () => {
    const { sure } = await pairByNumber(input([account()], [customer()]));
    const [item] = sure;
    assert.deepEqual([item?.customer?.id, item?.link?.decidedBy], ['1000', { by: 'match' }]);
    assert.deepEqual(item?.match?.reasons[0], {
      key: 'matching.reason.accountNumberAgrees',
      values: { number: 'A100' },
    });
  });

  it('a number that happens to be a stranger’s links nobody: a person is asked', async () => {
    assert.deepEqual(await whereTo([account()], [customer(STRANGER)]), { sure: [], doubtful: ['1'], rest: [] });
  });

  it('a number that two customers or two accounts carry says nothing', async () => {
    const twice = [customer(), customer({ id: '1001' })];
    assert.deepEqual(await whereTo([account()], twice), { sure: [], doubtful: [], rest: ['1'] });
    const both = [account(), account({ id: '2' })];
    assert.deepEqual(await whereTo(both, [customer()]), { sure: [], doubtful: [], rest: ['1', '2'] });
  });

  it('compares with case, and a blank number is none', async () => {
    assert.deepEqual((await whereTo([account({ accountNumber: 'a100' })], [customer()])).rest, ['1']);
    const blank = { accountNumber: '' };
    assert.deepEqual((await whereTo([account(blank)], [customer(blank)])).rest, ['1']);
  });

  it('leaves out who is linked already, a parent, and whom a person rejected', async () => {
    const claimed = new Map([['1000', '7']]);
    assert.deepEqual((await whereTo([account()], [customer()], { claimed })).rest, ['1']);
    assert.deepEqual((await whereTo([account()], [customer({ parent: true })])).rest, ['1']);
    assert.deepEqual((await whereTo([account()], [customer()], { excluded: () => true })).rest, ['1']);
  });

  it('suggests only where a person wants that, and for a customer that is closed', async () => {
    assert.deepEqual((await whereTo([account()], [customer()], { suggestOnly: true })).doubtful, ['1']);
    assert.deepEqual((await whereTo([account()], [customer({ status: 'closed' })])).doubtful, ['1']);
  });

  it('S6 a site that a create of ours has begun is its customer’s, and the create goes on', async () => {
    const begun = account({ accountNumber: '', incomplete: true, madeFor: '1000' });
    const { sure } = await pairByNumber(input([begun], [customer()]));
    assert.deepEqual(sure[0]?.create, { side: 'account', reason: 'its create was broken off' });
    const another = account({ accountNumber: '', incomplete: true, madeFor: '1000', ...STRANGER });
    assert.deepEqual(await whereTo([another], [customer()]), { sure: [], doubtful: ['1'], rest: [] });
    const finished = account({ accountNumber: 'Z9', madeFor: '1000' });
    assert.deepEqual((await whereTo([finished], [customer()])).rest, ['1']);
  });

  it('every item is in exactly one list, no customer twice, whatever the numbers', async () => {
    const number = fc.constantFrom('', 'A', 'B', 'C', 'D');
    const accounts = fc.array(fc.record({ accountNumber: number, madeFor: number, incomplete: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(accounts, fc.array(number), async (given, numbers) => {
        const ours = given.map((one, index) => account({ id: `a${index}`, ...one }));
        const theirs = numbers.map((accountNumber, index) =>
          customer({ id: 'ABCD'[index] ?? `${index}`, accountNumber }),
        );
        const { sure, doubtful, rest } = await pairByNumber(input(ours, theirs));
        const all = [...sure, ...doubtful, ...rest].map(({ key }) => key);
        assert.deepEqual(all.sort(), ours.map(({ id }) => `rapid-response:${id}`).sort());
        const linked = sure.map((item) => item.customer?.id);
        assert.equal(new Set(linked).size, linked.length);
      }),
    );
  });
});
