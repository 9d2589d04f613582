import assert from 'node:assert/strict';
import { CustomerSearch } from '../../lib/matching/customer-search';
import { createWorld } from '../../simulators/world';

const address = { line1: '12 Mill St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
const customer = (id: string, name: string, more = {}) => ({ id, name, address, ...more });

describe('CustomerSearch', () => {
  const search = new CustomerSearch([
    customer('1015', 'Olivia Navarro', { accountNumber: '0042-A' }),
    customer('1016', 'Navarro & Sons Roofing', {
      address: { ...address, line1: '900 Redbud Avenue', city: 'Sampleton' },
    }),
    customer('1017', 'Ash & Birch Dental'),
    customer('1018', 'José Núñez'),
  ]);
  const ids = (query: string) => search.search(query, 5).map(({ id }) => id);

  it('finds by the part of a name that a person types, in any order, with a slip', () => {
    assert.equal(ids('oliv')[0], '1015');
    assert.equal(ids('navaro oliva')[0], '1015');
    assert.deepEqual(new Set(ids('navarro')), new Set(['1015', '1016']));
    assert.equal(ids('birch dent')[0], '1017');
    assert.equal(ids('nunez')[0], '1018');
  });

  it('finds by account number, id and street', () => {
    assert.equal(ids('0042')[0], '1015');
    assert.equal(ids('1018')[0], '1018');
    assert.equal(ids('redbud')[0], '1016');
  });

  it('finds nobody by nothing, and bears anything', () => {
    assert.deepEqual(ids('   '), []);
    assert.deepEqual(ids('qqqq wwww'), []);
    assert.deepEqual(ids('[(*'.repeat(1000)), []);
  });

  it('puts each customer of the world among the first five by most of its name', () => {
    const { customers } = createWorld(1);
    const nameOf = (name: (typeof customers)[number]['name']) =>
      'company' in name ? name.company : `${name.first} ${name.last}`;
    const summaries = customers.map(({ id, name }) => customer(id, nameOf(name)));
    const all = new CustomerSearch(summaries);
    const missed = summaries.filter(({ id, name }) => {
      const typed = name.slice(0, Math.ceil(name.length * 0.7));
      const same = summaries.filter((one) => one.name.startsWith(typed));
      return same.length <= 5 && !all.search(typed, 5).some((hit) => hit.id === id);
    });
    assert.deepEqual(missed, []);
  });
});
