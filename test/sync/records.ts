import type { Account, Address, Customer } from '../../lib/model/records';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import { nameOf } from '../../lib/sync/snapshot';

export const NOW = Date.UTC(2026, 0, 5, 8);
const ADDRESS: Address = { line1: '12 Test St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };

type Given<T> = Partial<Omit<T, 'address'>> & { address?: Partial<Address> };

/** Hand-made records of one pair that is in step, but for what is given. */
export function account({ address, ...given }: Given<Account> = {}): Account {
  const name = given.name ?? 'Ash Dental';
  return {
    id: '1',
    accountNumber: 'A100',
    kind: 'business',
    status: 'open',
    companyName: name,
    ...given,
    name,
    address: { ...ADDRESS, ...address },
  };
}

export function customer({ address, ...given }: Given<Customer> = {}): Customer {
  const name = given.name ?? 'Ash Dental';
  return {
    id: '1000',
    accountNumber: 'A100',
    kind: 'business',
    status: 'open',
    companyName: name,
    ...given,
    name,
    address: { ...ADDRESS, ...address },
  };
}

/** A linked pair whose base is what these two say. */
export function linkedPair(
  ours: Account = account(),
  theirs: Customer = customer(),
  given: Partial<PairDoc> = {},
): PairDoc {
  return {
    ...newPair('p', 'cms', { accountId: ours.id, customerId: theirs.id }, NOW),
    rev: 1,
    state: 'linked',
    base: {
      account: { name: nameOf(ours), address: { ...ours.address }, status: ours.status },
      customer: { name: nameOf(theirs), address: { ...theirs.address } },
    },
    ...given,
  };
}
