import assert from 'node:assert/strict';
import { matchAccounts } from '../../lib/matching';
import { type DealerWorld, dealerWorld } from './dealer-world';

/** Shares of the targets: right links / links, right links / accounts with a counterpart, and so on. */
async function figures({ accounts, customers, truth }: DealerWorld) {
  const { matched, pending, unmatched } = await matchAccounts(accounts, customers);
  const right = matched.filter(({ accountId, customerId }) => truth.get(accountId)?.has(customerId)).length;
  const found = pending.filter(({ accountId, candidates }) =>
    candidates.slice(0, 3).some(({ customerId }) => truth.get(accountId)?.has(customerId)),
  ).length;
  const nobody = matched.filter(({ accountId }) => !truth.has(accountId)).length;
  return {
    precision: right / matched.length,
    recall: right / truth.size,
    inReview: (right + found) / truth.size,
    nobody: nobody / (accounts.length - truth.size),
    lost: unmatched.filter((id) => truth.has(id)).length / truth.size,
  };
}

/** Takes away the customers of every fifth account that has some. */
function withHoldOut(world: DealerWorld): DealerWorld {
  const truth = new Map([...world.truth].filter((_, i) => i % 5 > 0));
  const gone = new Set([...world.truth].filter((_, i) => i % 5 === 0).flatMap(([, customers]) => [...customers]));
  return { ...world, truth, customers: world.customers.filter(({ id }) => !gone.has(id)) };
}

describe('matching: a generated dealer with every trap', function () {
  this.timeout(60_000);

  for (const seed of [1, 2, 3]) {
    it(`reaches what is promised, seed ${seed}`, async () => {
      const { precision, recall, inReview, nobody, lost } = await figures(dealerWorld(2500, seed));
      assert.ok(precision >= 0.998, `precision ${precision}`);
      assert.ok(recall >= 0.86, `recall ${recall}`);
      assert.ok(inReview >= 0.99, `in review ${inReview}`);
      assert.ok(nobody <= 0.005, `nobody ${nobody}`);
      assert.ok(lost <= 0.005, `lost ${lost}`);
    });
  }

  it('links nobody to a relative when the true customer is missing', async () => {
    const { precision, nobody } = await figures(withHoldOut(dealerWorld(4000, 4)));
    assert.ok(precision >= 0.998, `precision ${precision}`);
    assert.ok(nobody <= 0.003, `nobody ${nobody}`);
  });

  it('is the same for the same seed', () => {
    assert.deepEqual(dealerWorld(200, 8), dealerWorld(200, 8));
    assert.notDeepEqual(dealerWorld(200, 8).accounts, dealerWorld(200, 9).accounts);
  });

  it('has every trap in it', () => {
    const { traps } = dealerWorld(4000, 1);
    const seen = new Set([...traps.values()].flat());
    for (const trap of [
      'household',
      'generation',
      'new tenant',
      'chain',
      'umbrella',
      'same name',
      'namesake',
      'other script',
    ]) {
      assert.ok(seen.has(trap), trap);
    }
    for (const trap of [
      'double',
      'typo',
      'cut',
      'no name',
      'moved',
      'no address',
      'nickname',
      'initial',
      'couple',
      'dba',
    ]) {
      assert.ok(seen.has(trap), trap);
    }
  });
});
