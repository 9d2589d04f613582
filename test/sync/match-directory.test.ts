import assert from 'node:assert/strict';
import { type MatchRecord, matchAccounts } from '../../lib/matching';
import type { Customer } from '../../lib/model/records';
import { MatchDirectory } from '../../lib/sync/match-directory';
import { dealerWorld, random } from '../matching/dealer-world';

const EVIDENCE = { address: true, phone: true, email: true };
const never = new AbortController().signal;
const asCustomers = (records: readonly MatchRecord[]) =>
  new Map(records.map((record) => [record.id, { status: 'open', kind: 'other', ...record } as Customer]));

describe('MatchDirectory', () => {
  it('matches, after any changes from run to run, as an index built anew does', async () => {
    const { accounts, customers } = dealerWorld(400, 7);
    const directory = new MatchDirectory(EVIDENCE);
    const next = random(3);
    for (let run = 0; run < 5; run++) {
      const kept = customers
        .filter(() => next() > 0.2)
        .map((customer) => (next() > 0.9 ? { ...customer, phone: `217555${String(1000 + run)}` } : customer));
      const listed = asCustomers(kept.sort(() => next() - 0.5));
      const index = await directory.brought(listed, never);
      assert.equal(index.size, listed.size);
      const fresh = await matchAccounts(accounts, [...listed.values()], { evidence: EVIDENCE });
      assert.ok(fresh.matched.length > 100);
      assert.deepEqual(await matchAccounts(accounts, index), fresh);
    }
  });

  it('does not grow with what comes and goes', async () => {
    const { customers } = dealerWorld(50, 1);
    const directory = new MatchDirectory(EVIDENCE);
    let index = await directory.brought(asCustomers(customers), never);
    for (let run = 0; run < 20; run++) {
      const renamed = customers.map((customer) => ({ ...customer, name: `${customer.name} ${run}` }));
      index = await directory.brought(asCustomers(renamed), never);
    }
    assert.equal(index.size, customers.length);
    assert.ok(index.leftBehind <= 2 * index.size, `${index.leftBehind} left behind`);
  });

  it('leaves parents out, and takes one that has become a parent out again', async () => {
    const listed = asCustomers([{ id: '1', name: 'Acme Tools' }]);
    const directory = new MatchDirectory(EVIDENCE);
    assert.equal((await directory.brought(listed, never)).size, 1);
    const [only] = listed.values();
    assert.equal((await directory.brought(new Map([['1', { ...(only as Customer), parent: true }]]), never)).size, 0);
  });

  it('serves runs with the same evidence only', () => {
    const directory = new MatchDirectory(EVIDENCE);
    assert.ok(directory.isFor({ ...EVIDENCE }));
    assert.ok(!directory.isFor({ ...EVIDENCE, phone: false }));
  });
});
