import type { Account, Address, Customer, Party } from '../model/records';
import type { RecordView } from './fields';
import { nameForAccount, nameForCustomer } from './names';

/**
 * An account as the templates of a customer see it: a person's name split as the customer keeps it.
 * @param form what the customer is
 * @param like the customer as it is now
 */
export function viewOfAccount(account: Account, form: 'business' | 'residential', like?: Customer): RecordView {
  const view = viewOf(account);
  if (form === 'business') {
    view.companyName ||= view.name;
    return view;
  }
  const { firstName = '', middleName = '', lastName = '' } = nameForCustomer(view, form, like && viewOf(like));
  return Object.assign(view, { firstName, middleName, lastName });
}

/**
 * A customer as the templates of a site see it: the name as the station writes it.
 * @param like the site as it is now
 */
export function viewOfCustomer(customer: Customer, like?: Account): RecordView {
  const view = viewOf(customer);
  view.name = nameForAccount(view, like && viewOf(like)).name;
  return view;
}

/** Records may come from a hand-made message, where anything may be missing or of another type. */
function viewOf(party: Party): RecordView {
  const address: Partial<Address> | null | undefined = party.address;
  return {
    name: text(party.name),
    firstName: text(party.firstName),
    middleName: text(party.middleName),
    lastName: text(party.lastName),
    companyName: text(party.companyName),
    line1: text(address?.line1),
    line2: text(address?.line2),
    city: text(address?.city),
    state: text(address?.state),
    postalCode: text(address?.postalCode),
    accountNumber: text(party.accountNumber),
    phone: text(party.phone),
    email: text(party.email),
    kind: text(party.kind),
    id: text(party.id),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
