import assert from 'node:assert/strict';
import { type MatchResult, matchAccounts, reasonText } from '../../lib/matching';
import { TRAPS } from './traps';

describe('matching: the list of traps', () => {
  for (const { name, accounts, customers, mayLink = {}, mustLink = [], mustShow = {} } of TRAPS) {
    it(name, async () => {
      const result = await matchAccounts(accounts, customers);
      for (const { accountId, customerId } of result.matched) {
        assert.equal(customerId, mayLink[accountId], `false link of ${accountId} to ${customerId}`);
      }
      for (const id of mustLink) assert.ok(linked(result, id), `${id} is not linked: ${why(result, id)}`);
      for (const [account, customer] of Object.entries(mustShow)) {
        if (!linked(result, account)) assert.ok(shown(result, account).includes(customer), `${customer} is not shown`);
      }
    });
  }

  it('holds at the lowest threshold: guards make precision, not thresholds', async () => {
    for (const trap of TRAPS.filter(
      ({ customers, mayLink, byScore }) => customers.length === 1 && !mayLink && !byScore,
    )) {
      const { matched } = await matchAccounts(trap.accounts, trap.customers, { threshold: 0 });
      assert.deepEqual(matched, [], trap.name);
    }
  });

  it('takes all traps in one list', async () => {
    const renamed = TRAPS.map((trap, i) => ({
      accounts: trap.accounts.map((record) => ({ ...record, id: `${i}-${record.id}` })),
      customers: trap.customers.map((record) => ({ ...record, id: `${i}-${record.id}` })),
    }));
    const accounts = renamed.flatMap((trap) => trap.accounts);
    const customers = renamed.flatMap((trap) => trap.customers);
    const result = await matchAccounts(accounts, customers);
    assert.equal(result.matched.length + result.pending.length + result.unmatched.length, accounts.length);
  });
});

const linked = ({ matched }: MatchResult, id: string) => matched.some(({ accountId }) => accountId === id);

const shown = ({ pending }: MatchResult, id: string) =>
  pending.find(({ accountId }) => accountId === id)?.candidates.map(({ customerId }) => customerId) ?? [];

function why({ pending }: MatchResult, id: string): string {
  const best = pending.find(({ accountId }) => accountId === id)?.candidates[0];
  return best ? `${best.score} ${best.reasons.map(reasonText).join('; ')}` : 'unmatched';
}
