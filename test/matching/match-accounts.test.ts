import assert from 'node:assert/strict';
import { DealerSyncError } from '../../lib/errors';
import { type MatchRecord, matchAccounts, reasonText } from '../../lib/matching';
import { dealerWorld } from './dealer-world';

const address = { line1: '12 Oak Street', line2: '', city: 'Springfield', state: 'IL', postalCode: '62701' };
const record = (id: string, name: string, extra: Partial<MatchRecord> = {}): MatchRecord => ({
  id,
  name,
  address,
  ...extra,
});

describe('matching: matchAccounts', () => {
  it('links at the threshold, with its reasons', async () => {
    const result = await matchAccounts([record('a', 'LINDQVIST, BOB')], [record('c', 'Robert Lindqvist')]);
    assert.equal(result.matched.length, 1);
    const { score, reasons } = result.matched[0] ?? assert.fail();
    assert.ok(score >= 0.95 && score <= 1);
    assert.deepEqual(reasons.map(reasonText), [
      'agrees in the name: lindqvist',
      '"bob" and "robert" may be the same first name',
      'address agrees',
    ]);
  });

  it('shows what a guard holds back, and says which', async () => {
    const { pending } = await matchAccounts([record('a', 'Mary Lindqvist')], [record('c', 'John Lindqvist')]);
    const candidate = pending[0]?.candidates[0] ?? assert.fail();
    assert.ok(candidate.score <= 0.9);
    const texts = candidate.reasons.map(reasonText);
    assert.ok(texts.includes('first name differs: mary / john'));
    assert.ok(texts.includes('never linked while both names have a word of their own'));
  });

  it('says unmatched only when nothing is near', async () => {
    const elsewhere = { ...address, line1: '9 Elm Avenue', city: 'Dayton', postalCode: '45401' };
    const result = await matchAccounts(
      [record('a', 'Ann Lindqvist')],
      [record('c', 'Acme Tools', { address: elsewhere })],
    );
    assert.deepEqual(result, { matched: [], pending: [], unmatched: ['a'] });
  });

  it('leaves two equal customers to a person (S16)', async () => {
    const result = await matchAccounts(
      [record('a', 'Ann Lindqvist')],
      [record('c1', 'Ann Lindqvist'), record('c2', 'Ann Lindqvist')],
    );
    assert.equal(result.matched.length, 0);
    assert.deepEqual(
      result.pending[0]?.candidates.map(({ customerId }) => customerId),
      ['c1', 'c2'],
    );
    assert.ok(result.pending[0]?.candidates.every(({ score }) => score <= 0.5));
  });

  it('never offers a rejected pair again', async () => {
    const excluded = (account: string, customer: string) => account === 'a' && customer === 'c';
    const result = await matchAccounts([record('a', 'Ann Lindqvist')], [record('c', 'Ann Lindqvist')], { excluded });
    assert.deepEqual(result.unmatched, ['a']);
  });

  it('offers a linked customer, and does not link it', async () => {
    const options = { linkedCustomers: ['c'] };
    const { pending } = await matchAccounts([record('a', 'Ann Lindqvist')], [record('c', 'Ann Lindqvist')], options);
    assert.equal(
      reasonText(pending[0]?.candidates[0]?.reasons[0] ?? assert.fail()),
      'already linked to another account',
    );
  });

  it('shows a second account its customer first, and who has it', async () => {
    const accounts = [
      record('a1', 'Ann Lindqvist', { phone: '2175558123' }),
      record('a2', 'Ann Lindqvist', { address: null }),
    ];
    const { matched, pending } = await matchAccounts(accounts, [record('c', 'Ann Lindqvist', { phone: '2175558123' })]);
    assert.deepEqual(
      matched.map(({ accountId }) => accountId),
      ['a1'],
    );
    assert.equal(reasonText(pending[0]?.candidates[0]?.reasons[0] ?? assert.fail()), 'already linked to a1');
  });

  it('never links a closed customer by itself', async () => {
    const { matched, pending } = await matchAccounts(
      [record('a', 'Ann Lindqvist')],
      [record('c', 'Ann Lindqvist', { status: 'closed' })],
    );
    assert.deepEqual(matched, []);
    assert.ok(pending[0]?.candidates[0]?.reasons.map(reasonText).includes('the customer is closed'));
  });

  it('suggests only, when told so', async () => {
    const { matched, pending } = await matchAccounts([record('a', 'Ann Lindqvist')], [record('c', 'Ann Lindqvist')], {
      suggestOnly: true,
    });
    assert.deepEqual(matched, []);
    assert.equal(pending[0]?.candidates[0]?.customerId, 'c');
  });

  it('looks at no evidence that is switched off', async () => {
    const pair: [MatchRecord[], MatchRecord[]] = [[record('a', 'Mary Smith')], [record('c', 'Mary Smith')]];
    assert.equal((await matchAccounts(...pair)).matched.length, 1);
    assert.equal((await matchAccounts(...pair, { evidence: { address: false } })).matched.length, 0);
  });

  it('fails with one clear error when a payload is no list', async () => {
    for (const bad of [null, undefined, {}, 'text', 3]) {
      await assert.rejects(
        matchAccounts(bad as unknown as MatchRecord[], []),
        (error) =>
          error instanceof DealerSyncError && error.code === 'BAD_INPUT' && /list of accounts/.test(error.message),
      );
    }
  });

  it('stops within a slice when aborted, with the reason given', async () => {
    const { accounts, customers } = dealerWorld(3000, 5);
    const controller = new AbortController();
    const running = matchAccounts(accounts, customers, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('redeployed')), 30);
    await assert.rejects(running, /redeployed/);
    await assert.rejects(matchAccounts([], [], { signal: AbortSignal.abort(new Error('before')) }), /before/);
  });

  it('tells how far it is, and lets others run', async () => {
    const { accounts, customers } = dealerWorld(2000, 6);
    const seen: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await matchAccounts(accounts, customers, { onProgress: (done) => seen.push(done) });
    clearInterval(timer);
    assert.equal(seen.at(-1), accounts.length);
    assert.ok(turns > 3, `${turns} turns of the event loop`);
  });
});
