import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkGuards, DEFAULT_LIMITS } from '../../../lib/sync/guards';
import { sentenceFinder } from '../../../ui/kit/known-sentences';

const TOLD = join(__dirname, '..', '..', '..', 'ui', 'locales', 'en', 'told.json');

describe('sentenceFinder', () => {
  const find = sentenceFinder(JSON.parse(readFileSync(TOLD, 'utf8')) as Record<string, string>);

  it('knows each sentence of the guards, with its values', () => {
    const items = Array.from({ length: 30 }, (_, index) => ({
      key: `cms:${index}`,
      actions: [
        { kind: 'close' as const, reason: '' },
        { kind: 'cancel' as const, accountNumber: '1', reason: '' },
        { kind: 'contact-remove' as const, contact: { accountContactId: 'c' }, ended: false, reason: '' },
        { kind: 'create-account' as const, draft: {} as never, contacts: [], reason: '' },
      ],
    }));
    const listings = [{ name: 'accounts', size: 3, accepted: 90 }];
    const counts = { seen: 30, linkedPairs: 30, knownContacts: 30 };
    const { reasons } = checkGuards({ items, listings, ...counts, limits: DEFAULT_LIMITS, firstRun: false });
    assert.deepEqual(reasons.map(find), [
      { key: 'told.listing', values: { name: 'accounts', size: '3', accepted: '90' } },
      { key: 'told.closes', values: { count: '30' } },
      { key: 'told.cancels', values: { count: '30' } },
      { key: 'told.removes', values: { count: '30' } },
      { key: 'told.creates', values: { count: '30' } },
    ]);
  });

  it('takes signs of a template as themselves, and knows nothing that is only like it', () => {
    const own = sentenceFinder({ a: 'It (really) costs $5.', b: '{n} things?' });
    assert.deepEqual(own('It (really) costs $5.'), { key: 'a', values: {} });
    assert.equal(own('It (really) costs $5!'), undefined);
    assert.deepEqual(own('3 things?'), { key: 'b', values: { n: '3' } });
    assert.equal(own('and 3 things? no'), undefined);
  });
});
