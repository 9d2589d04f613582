import assert from 'node:assert/strict';
import { stateCode, stateName } from '../../lib/model/states';

describe('states', () => {
  it('finds a code by code, name, common other name or old abbreviation, in any case', () => {
    const table: [string, string][] = [
      ['NY', 'NY'],
      ['ny ', 'NY'],
      ['N.Y.', 'NY'],
      ['new  york', 'NY'],
      ['District of Columbia', 'DC'],
      ['Washington, D.C.', 'DC'],
      ['Washington', 'WA'],
      ['Puerto Rico', 'PR'],
      ['U.S. Virgin Islands', 'VI'],
      ['Québec', 'QC'],
      ['Newfoundland & Labrador', 'NL'],
      ['Calif.', 'CA'],
      ['N. Mex.', 'NM'],
      ['N. H.', 'NH'],
      ['W.Va.', 'WV'],
      ['oh.', 'OH'],
    ];
    for (const [text, code] of table) assert.equal(stateCode(text), code, text);
  });

  it('is blank for what it does not know', () => {
    for (const text of ['', ' ', 'XX', 'York', 'nsw', 'constructor']) assert.equal(stateCode(text), '', text);
    assert.equal(stateName('XX'), '');
  });

  it('goes from name to code and back', () => {
    assert.equal(stateName('pa'), 'Pennsylvania');
    assert.equal(stateCode(stateName('MP')), 'MP');
  });
});
