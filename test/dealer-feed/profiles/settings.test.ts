import assert from 'node:assert/strict';
import { headerKey } from '../../../lib/dealer-feed/profiles/profile';
import { type CustomFormat, profileOf } from '../../../lib/dealer-feed/profiles/settings';
import { SHIPPED_PROFILE_IDS } from '../../../lib/dealer-feed/profiles/shipped';

const custom = (more: Partial<CustomFormat> = {}): CustomFormat => ({
  delimiter: 'comma',
  quote: '"',
  header: true,
  columns: [
    { column: 'vin', source: 'VIN | Chassis' },
    { column: 'dealerId', source: 'Lot' },
  ],
  ...more,
});

describe('feed profiles', () => {
  it('ships a profile for each system of the list, and names the one it lacks', () => {
    for (const id of SHIPPED_PROFILE_IDS) assert.equal(profileOf({ profile: id }).id, id);
    for (const id of ['', 'toString', 'reynolds']) {
      assert.throws(() => profileOf({ profile: id }), { code: 'BAD_PROFILE' });
    }
  });

  it('compares header names without case, blanks, # and _', () => {
    for (const name of ['Stock #', 'STOCK_', ' s t o c k', '\uFEFFStock']) assert.equal(headerKey(name), 'stock');
    assert.notEqual(headerKey('New/Used'), headerKey('NewUsed'));
  });

  it('lets the dialog overrule what differs from site to site', () => {
    const profile = profileOf({
      profile: 'vauto',
      kind: 'delta',
      dealer: { from: 'fixed', id: 'D1' },
      finalLineEnd: true,
    });
    assert.deepEqual(
      [profile.kind, profile.dealer, profile.finalLineEnd],
      ['delta', { from: 'fixed', id: 'D1' }, true],
    );
    assert.equal(profileOf({ profile: 'vauto' }).finalLineEnd, false);
  });

  it('builds a custom profile from the column table', () => {
    const profile = profileOf({ profile: 'custom', custom: custom({ delimiter: 'tab' }) });
    assert.equal(profile.delimiter, '\t');
    assert.deepEqual(profile.columns, { vin: ['VIN', 'Chassis'], dealerId: ['Lot'] });
  });

  const WRONG: Record<string, [Partial<CustomFormat>, RegExp]> = {
    'no VIN column': [{ columns: [] }, /which column holds the VIN/],
    'no dealer column': [{ columns: [{ column: 'vin', source: 'VIN' }] }, /which column holds the dealer/],
    'a position where a name belongs': [{ header: false }, /needs a position/],
    'a delimiter of two characters': [{ delimiter: ';;' }, /one character as the delimiter/],
    'quote and delimiter alike': [{ delimiter: '|', quote: '|' }, /another one than the delimiter/],
    'a column twice': [{ columns: [...custom().columns, { column: 'vin', source: 'v' }] }, /there twice/],
    'a column that is none': [{ columns: [{ column: 'wheels', source: 'w' }] }, /no column of ours/],
  };
  for (const [title, [more, sentence]] of Object.entries(WRONG)) {
    it(`says what to mend: ${title}`, () => {
      assert.throws(() => profileOf({ profile: 'custom', custom: custom(more) }), {
        code: 'BAD_PROFILE',
        message: sentence,
      });
    });
  }
});
