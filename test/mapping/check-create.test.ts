import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkCreate, createProblems } from '../../lib/mapping/check-create';
import { DEFAULT_TEMPLATES } from '../../lib/mapping/fields';
import { mapToAccount, mapToCustomer } from '../../lib/mapping/map-party';
import { Mapping } from '../../lib/mapping/templates';
import { account, customer } from './records';

const templates = new Mapping(DEFAULT_TEMPLATES);
const create = (payer: Parameters<typeof customer>[0]) => () => {
  const from = customer(payer);
  checkCreate('toAccount', mapToAccount(from, { templates }), from, templates);
};

describe('checkCreate', () => {
  it('takes a whole record', () => {
    create({ address: { state: 'N. Mex.' } })();
    assert.deepEqual(createProblems(mapToCustomer(account(), { templates })), []);
  });

  it('says which field of which record is blank, and where to mend it', () => {
    assert.throws(create({ address: { city: ' ' } }), {
      code: 'REQUIRED_BLANK',
      message:
        'Customer 1000 (Ash Dental) has no city, and a site cannot be made without it: add it in Rev.io, or change the template {{city}} in the map-site node.',
    });
    for (const blank of [
      { name: '' },
      { accountNumber: '' },
      { address: { line1: '' } },
      { address: { postalCode: '' } },
    ]) {
      assert.throws(create(blank), { code: 'REQUIRED_BLANK' }, JSON.stringify(blank));
    }
  });

  it('tells a missing state from one that is none', () => {
    assert.throws(create({ address: { state: '' } }), { code: 'MISSING_STATE' });
    assert.throws(create({ address: { state: 'Bavaria' } }), { code: 'UNKNOWN_STATE', message: /"Bavaria"/ });
    const site = account({ kind: 'residential', name: '', address: { state: 'ZZ' } });
    const mapped = mapToCustomer(site, { templates });
    assert.throws(() => checkCreate('toCustomer', mapped, site, templates), {
      code: 'REQUIRED_BLANK',
      message:
        /^Site 55 has no name, and a customer cannot be made without it: add it at the monitoring station, or change the templates of the name/,
    });
    assert.deepEqual(
      createProblems(mapped).map(({ field, kind }) => `${field} ${kind}`),
      ['name blank', 'state unknownState'],
    );
  });
});
