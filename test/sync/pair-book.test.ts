import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import { PairBook } from '../../lib/sync/pair-book';
import { NOW } from './records';

const pair = (id: string, given: Partial<PairDoc>): PairDoc => ({ ...newPair(id, 'cms', {}, NOW), ...given });

describe('PairBook', () => {
  it('finds a pair by either side, and an additional site by its account alone', () => {
    const primary = pair('p', { accountId: '1', customerId: '1000' });
    const additional = pair('q', { accountId: '2', customerId: '1000', additional: true });
    const book = new PairBook([primary, additional]);
    assert.equal(book.ofAccount('1'), primary);
    assert.equal(book.ofAccount('2'), additional);
    assert.equal(book.ofCustomer('1000'), primary);
    assert.equal(book.ofAccount(undefined), undefined);
  });

  it('gives the newest revision, by both sides', () => {
    const book = new PairBook([pair('p', { accountId: '1', customerId: '1000' })]);
    const newest = pair('p', { rev: 2, accountId: '1', customerId: '1000' });
    book.set(newest);
    assert.equal(book.ofAccount('1'), newest);
    assert.equal(book.ofCustomer('1000'), newest);
    assert.deepEqual([...book.all()], [newest]);
  });

  it('lets the former customer of a moved pair go, unless another pair has taken it', () => {
    const book = new PairBook([pair('p', { accountId: '1', customerId: '1000' })]);
    book.set(pair('p', { accountId: '1', customerId: '1001' }));
    assert.equal(book.ofCustomer('1000'), undefined);

    const taker = pair('q', { accountId: '2', customerId: '1001' });
    book.set(taker);
    book.set(pair('p', { accountId: '1' }));
    assert.equal(book.ofCustomer('1001'), taker);
  });

  it('S6 knows a pushed site by its customer until its create has come back', () => {
    const pushed = pair('p', { customerId: '1000' });
    const book = new PairBook([pushed]);
    assert.equal(book.of({ customer: { id: '1000' } }), pushed);
    assert.equal(book.of({ account: { id: '9' }, customer: { id: '1000' } }), pushed);
    book.set(pair('p', { accountId: '1', customerId: '1000' }));
    assert.equal(book.of({ account: { id: '9' }, customer: { id: '1000' } }), undefined);
  });
});
