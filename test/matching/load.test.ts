import assert from 'node:assert/strict';
import { createMatchIndex, type MatchRecord, matchAccounts } from '../../lib/matching';
import { dealerWorld } from './dealer-world';

/** Generous: what is guarded against takes minutes. */
const SECONDS = 8;

async function inTime<T>(work: Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work;
  const spent = (performance.now() - started) / 1000;
  assert.ok(spent < SECONDS, `took ${spent.toFixed(1)} s`);
  return result;
}

describe('matching: load and unkind input', function () {
  this.timeout(60_000);

  it('is not quadratic in equal names', async () => {
    const chain = (side: string): MatchRecord[] =>
      Array.from({ length: 10_000 }, (_, i) => ({
        id: `${side}${i}`,
        name: 'First Baptist Church',
        address: { line1: `${i + 1} Main St`, city: 'Springfield', postalCode: String(10_000 + (i % 500)) },
      }));
    const { matched, pending, unmatched } = await inTime(matchAccounts(chain('a'), chain('c')));
    assert.equal(matched.length + pending.length + unmatched.length, 10_000);
    assert.ok(matched.every(({ accountId, customerId }) => accountId.slice(1) === customerId.slice(1)));
    assert.ok(matched.length > 9000, `${matched.length} linked`);
  });

  it('is not quadratic in records with nothing but the same name', async () => {
    const same = (side: string): MatchRecord[] =>
      Array.from({ length: 10_000 }, (_, i) => ({ id: `${side}${i}`, name: 'John Smith' }));
    const { matched } = await inTime(matchAccounts(same('a'), same('c')));
    assert.deepEqual(matched, []);
  });

  it('takes texts of a megabyte, and links nobody by what it has not read', async () => {
    const huge = (end: string) => `${'Ab c, & '.repeat(131_072)}${end}`;
    const one = (id: string, end: string): MatchRecord => ({
      id,
      name: huge(end),
      companyName: huge(end),
      address: { line1: huge(end), line2: huge(end), city: huge(end), postalCode: huge(end) },
      phone: huge('1'),
      email: `${huge('x')}@y.z`,
    });
    const accounts = Array.from({ length: 20 }, (_, i) => one(`a${i}`, 'x'));
    const { matched } = await inTime(matchAccounts(accounts, [one('c', 'y')]));
    assert.deepEqual(matched, []);
  });

  it('takes texts made to be slow to read', async () => {
    const texts = [
      '.'.repeat(1e6),
      'a.'.repeat(5e5),
      ' '.repeat(1e6),
      '1 '.repeat(5e5),
      '\u0301'.repeat(1e5),
      'po box '.repeat(1e5),
    ];
    const list = texts.map((name, i) => ({ id: String(i), name, address: { line1: name }, email: name, phone: name }));
    await inTime(matchAccounts(list, list));
  });

  it('answers one account against many in milliseconds', async () => {
    const { accounts, customers } = dealerWorld(5000, 12);
    const index = await createMatchIndex(customers);
    const started = performance.now();
    for (const account of accounts.slice(0, 500)) index.query(account);
    const each = (performance.now() - started) / 500;
    assert.ok(each < 5, `${each.toFixed(2)} ms each`);
  });
});
