import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { differencesOf } from '../../../lib/sync/monitoring-billing/differences';
import { account, customer } from '../records';

const told = (ours: Parameters<typeof account>[0], theirs: Parameters<typeof customer>[0]) =>
  differencesOf(account(ours), customer(theirs)).map(({ field, how }) => `${field} ${how}`);

describe('what differs between the two sides of a pair', () => {
  it('is nothing where both say the same, or both say nothing', () => {
    assert.deepEqual(told({}, {}), []);
    assert.deepEqual(told({ address: { line2: ' ' } }, { address: { line2: '' } }), []);
  });

  it('is an account number, another one or the same in other case or format', () => {
    const cases: [ours: string, theirs: string, how: string][] = [
      ['A100', 'A101', 'value'],
      ['A100', '', 'value'],
      ['A100', 'a100', 'case'],
      ['A-100', 'A100', 'format'],
      ['A 100', 'a100', 'format'],
      ['A100 ', 'A100', 'format'],
      ['00412', '412', 'format'],
      ['0', '00', 'format'],
      ['100', '10', 'value'],
      ['0-0', '', 'value'],
    ];
    for (const [ours, theirs, how] of cases) {
      assert.deepEqual(told({ accountNumber: ours }, { accountNumber: theirs }), [`accountNumber ${how}`], ours);
      assert.deepEqual(told({ accountNumber: theirs }, { accountNumber: ours }), [`accountNumber ${how}`], theirs);
    }
  });

  it('is a name or a line of the address, under the comparison that tells an edit from noise', () => {
    assert.deepEqual(told({ name: 'ASH DENTAL' }, { name: 'Ash Dental' }), ['name case']);
    assert.deepEqual(told({ name: 'Ash Dental, Inc.' }, { name: 'Ash Dental' }), ['name format']);
    assert.deepEqual(told({ name: 'Ash Dental' }, { name: 'Elm Dental' }), ['name value']);
    const person = { kind: 'residential' as const, firstName: 'John', lastName: 'Smith', companyName: '' };
    assert.deepEqual(
      told(
        { name: 'SMITH, JOHN', kind: 'residential', companyName: '' },
        { ...person, name: 'John Smith', companyName: '' },
      ),
      ['name format'],
    );
    const ours = {
      line1: '12 TEST STREET',
      line2: 'Apt 4',
      city: 'TESTVILLE',
      state: 'New York',
      postalCode: '00001-1234',
    };
    assert.deepEqual(told({ address: ours }, {}), [
      'line1 format',
      'line2 value',
      'city case',
      'state format',
      'postalCode format',
    ]);
  });

  it('tells both values as they stand there', () => {
    assert.deepEqual(differencesOf(account({ address: { city: 'Elsewhere' } }), customer()), [
      { field: 'city', account: 'Elsewhere', customer: 'Testville', how: 'value' },
    ]);
  });
});
