import fc from 'fast-check';
import type { Account, Address, Customer, Kind } from '../../lib/model/records';
import { revioParts, stationName } from '../model/names';

type Given<T> = Partial<Omit<T, 'address'>> & { address?: Partial<Address> };

const ADDRESS: Address = { line1: '12 Test St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };

export function account({ address, ...given }: Given<Account> = {}): Account {
  const base = {
    id: '55',
    accountNumber: 'A100',
    kind: 'business' as const,
    name: 'Ash Dental',
    status: 'open' as const,
  };
  return { ...base, ...given, address: { ...ADDRESS, ...address } };
}

export function customer({ address, ...given }: Given<Customer> = {}): Customer {
  const base = {
    id: '1000',
    accountNumber: 'A100',
    kind: 'business' as const,
    name: 'Ash Dental',
    status: 'open' as const,
  };
  return { ...base, ...given, address: { ...ADDRESS, ...address } };
}

const line = fc.oneof(fc.constantFrom('', '12 Test St', ' Apt  4 ', '{{name}}', '<b>&', 'Zürich'), fc.string());
const state = fc.constantFrom('', 'NY', 'oh', 'Ohio', 'Calif.', 'Nowhere', ' TX ');
const address: fc.Arbitrary<Address> = fc.record({ line1: line, line2: line, city: line, state, postalCode: line });
const kind: fc.Arbitrary<Kind> = fc.constantFrom('business', 'residential', 'other');

/** Accounts as stations list them. */
export const anyAccount: fc.Arbitrary<Account> = fc
  .record({ name: stationName, kind, address, accountNumber: fc.option(line, { nil: undefined }) })
  .map(({ accountNumber, ...given }) =>
    account({ ...given, ...(accountNumber === undefined ? {} : { accountNumber }) }),
  );

/** Customers as Rev.io returns them: a business with its one name, a person with the parts and the whole. */
export const anyCustomer: fc.Arbitrary<Customer> = fc
  .record({ kind, address, companyName: stationName, parts: revioParts })
  .map(({ kind: is, address: place, companyName, parts }) => {
    const name = [parts.firstName, parts.middleName, parts.lastName].filter(Boolean).join(' ');
    return customer({
      kind: is,
      address: place,
      ...(is === 'residential' ? { name, ...parts } : { name: companyName, companyName }),
    });
  });
