import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Item } from '../../lib/model/item';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import { PairBook } from '../../lib/sync/pair-book';
import { type Pairing, type PairingInput, pairRecords } from '../../lib/sync/pairing';
import type { KeyLink } from '../../lib/sync/ports';
import { account, customer, linkedPair, NOW } from './records';

const item = (id: string): Item => ({ key: `cms:${id}`, account: account({ id, accountNumber: `A${id}` }) });
const link = (id: string, externalId: string, internalId: string): KeyLink => ({
  id,
  externalId,
  internalId,
  systemId: '7',
  entityTypeId: '2',
});
const pair = (id: string, given: Partial<PairDoc>): PairDoc => ({ ...newPair(id, 'cms', {}, NOW), rev: 1, ...given });

function run(given: Partial<PairingInput>): Promise<Pairing> {
  const customers = new Map(['1000', '1001', '1002'].map((id) => [id, customer({ id })]));
  return pairRecords({
    accounts: [item('1'), item('2')],
    customers,
    pairs: new PairBook(),
    keyLinks: [],
    prefix: '',
    ...given,
  });
}

const told = ({ linked, notLinked, ambiguous }: Pairing) => ({
  linked: linked.map(
    ({ account: ours, customer: theirs, link: its }) => `${ours?.id}=${theirs?.id}${its?.additional ? '+' : ''}`,
  ),
  notLinked: notLinked.map(({ account: ours }) => ours?.id),
  ambiguous: ambiguous.map(({ account: ours }) => ours?.id),
});

describe('pairRecords', () => {
  it('goes by the key links, the lowest of a doubled external id', async () => {
    const keyLinks = [link('9', '1', '1001'), link('8', '1', '1000')];
    assert.deepEqual(told(await run({ keyLinks })), { linked: ['1=1000'], notLinked: ['2'], ambiguous: [] });
  });

  it('ignores links that do not carry our prefix', async () => {
    const keyLinks = [link('8', '1', '1000'), link('9', 'east-2', '1001')];
    assert.deepEqual(told(await run({ keyLinks, prefix: 'east-' })), {
      linked: ['2=1001'],
      notLinked: ['1'],
      ambiguous: [],
    });
  });

  it('S17 holds a link to a customer who is gone, a deleted link, and two links to one customer', async () => {
    assert.deepEqual(told(await run({ keyLinks: [link('8', '1', '4242')] })).ambiguous, ['1']);
    const pairs = [linkedPair(undefined, undefined, { keyLinkId: '8' })];
    assert.deepEqual(told(await run({ pairs: new PairBook(pairs) })).ambiguous, ['1']);
    const keyLinks = [link('8', '1', '1000'), link('9', '2', '1000')];
    const known = [linkedPair(undefined, undefined, { keyLinkId: '8' })];
    assert.deepEqual(told(await run({ pairs: new PairBook(known), keyLinks })), {
      linked: ['1=1000'],
      notLinked: [],
      ambiguous: ['2'],
    });
  });

  it('S9, S17 without a store the lowest link is primary and the others are additional', async () => {
    const keyLinks = [link('9', '1', '1000'), link('8', '2', '1000')];
    assert.deepEqual(told(await run({ keyLinks })).linked, ['2=1000', '1=1000+']);
  });

  it('S6 knows the site of a push that was cut off by its number, and its customer as taken', async () => {
    const intent = {
      id: 'p.1',
      at: NOW,
      actor: { who: 'inject', runId: 'r', reason: 'pushed' },
      kind: 'create-account' as const,
      accountNumber: 'A2',
    };
    const pushed = pair('p', { customerId: '1001', state: 'creating', intent });
    const here = await run({ pairs: new PairBook([pushed]) });
    assert.deepEqual(told(here).linked, ['2=1001']);
    assert.equal(here.claimed.get('1001'), '2');
    const missing = await run({ pairs: new PairBook([{ ...pushed, intent: { ...intent, accountNumber: 'A77' } }]) });
    assert.equal(missing.claimed.get('1001'), '', 'claimed by no account that anybody knows of');
  });

  it('S6 a push that was cut off stays so, though a person has linked its customer to another site since', async () => {
    const intent = {
      id: 'p.1',
      at: NOW,
      actor: { who: 'inject', runId: 'r', reason: 'pushed' },
      kind: 'create-account' as const,
      accountNumber: 'A77',
    };
    const pushed = pair('p', { customerId: '1001', state: 'creating', intent });
    const given = pair('q', { accountId: '1', customerId: '1001', state: 'linked', additional: true, keyLinkId: '8' });
    for (const keyLinks of [[link('8', '1', '1001')], undefined]) {
      for (const pairs of [
        [pushed, given],
        [given, pushed],
      ]) {
        const missing = await run({ pairs: new PairBook(pairs), keyLinks });
        assert.equal(missing.claimed.get('1001'), '', 'the additional site is not the one that was being made');
      }
    }
    const made = { ...pushed, intent: { ...intent, accountNumber: 'A2' } };
    const here = await run({ pairs: new PairBook([made, given]), keyLinks: [link('8', '1', '1001')] });
    assert.deepEqual(told(here).linked, ['1=1001+', '2=1001']);
    assert.equal(here.claimed.get('1001'), '2');
  });

  it('S11 property: each account is in exactly one output, and no primary customer twice', async () => {
    const ids = fc.constantFrom('1', '2', '3', '4');
    const links = fc.array(fc.tuple(ids, fc.constantFrom('1000', '1001', '1002', '4242')), { maxLength: 8 });
    const pairs = fc.uniqueArray(
      fc.tuple(ids, fc.constantFrom('1000', '1001', undefined), fc.constantFrom('linked', 'pending', 'created')),
      {
        selector: ([id]) => id,
      },
    );
    await fc.assert(
      fc.asyncProperty(links, pairs, async (rows, known) => {
        const result = await run({
          accounts: ['1', '2', '3', '4'].map(item),
          keyLinks: rows.map(([external, internal], n) => link(String(n + 1), external, internal)),
          pairs: new PairBook(
            known.map(([accountId, customerId, state], n) =>
              pair(`p${n}`, { accountId, state: state as PairDoc['state'], ...(customerId ? { customerId } : {}) }),
            ),
          ),
        });
        const { linked, notLinked, ambiguous } = told(result);
        assert.deepEqual([...linked.map((one) => one[0]), ...notLinked, ...ambiguous].sort(), ['1', '2', '3', '4']);
        const primaries = linked.filter((one) => !one.endsWith('+')).map((one) => one.slice(2));
        assert.equal(new Set(primaries).size, primaries.length);
      }),
      { numRuns: 300 },
    );
  });
});
