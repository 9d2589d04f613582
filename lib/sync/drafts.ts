import Mustache from 'mustache';
import { DealerSyncError } from '../errors';
import { formOf, nameForAccount, nameForCustomer } from '../mapping/names';
import type { MappedParty } from '../model/item';
import type { Account, Customer } from '../model/records';
import { contactFields } from './plan-contacts';
import type { AccountDraft, ContactFields, CustomerDraft } from './ports';
import { isBlankAddress, nameOf } from './snapshot';

/**
 * The new Rev.io customer of an account. The account number is the marker that the create itself carries; a dealer who
 * numbers Rev.io otherwise gives a template. `numberTaken`: somebody else holds that number, so `<number>-<site number>`.
 * @throws DealerSyncError NO_NAME, NO_ACCOUNT_NUMBER, BAD_TEMPLATE
 */
export function customerDraft(
  account: Account,
  template: string,
  numberTaken: boolean,
  mapped?: MappedParty,
): Omit<CustomerDraft, 'billProfileId'> {
  if (!account.name.trim()) {
    throw new DealerSyncError('NO_NAME', `Account ${account.id} has no name: give it one in the monitoring system.`);
  }
  const number = mapped ? mapped.accountNumber : renderAccountNumber(account, template);
  if (!number) {
    throw new DealerSyncError(
      'NO_ACCOUNT_NUMBER',
      `Account ${account.id} (${account.name}) has no account number: give it one in the monitoring system, or change the account number template of the merge-changes node.`,
    );
  }
  const kind = mapped?.kind ?? formOf(account.kind);
  return {
    ...(mapped ? nameOf(mapped) : nameForCustomer(account, kind)),
    kind,
    accountNumber: numberTaken ? `${number}-${account.id}` : number,
    address: (mapped ?? account).address,
    ...(account.phone ? { phone: account.phone } : {}),
    ...(account.email ? { email: account.email } : {}),
  };
}

function renderAccountNumber(account: Account, template: string): string {
  try {
    return Mustache.render(template, account, undefined, { escape: String }).trim();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DealerSyncError(
      'BAD_TEMPLATE',
      `The account number template cannot be read: ${message}. Mend it in the merge-changes node.`,
    );
  }
}

/**
 * The new monitoring account of a customer. Where contacts are synced also those to push: the customer's own from Rev.io,
 * else the customer as its own contact, since the station needs somebody to call.
 * @throws DealerSyncError NO_NAME, NO_ACCOUNT_NUMBER, NO_ADDRESS, NO_PHONE
 */
export function accountDraft(
  customer: Customer,
  withContacts: boolean,
  mapped?: MappedParty,
): {
  draft: AccountDraft;
  contacts: { id: string; fields: ContactFields }[];
} {
  const who = `Customer ${customer.id}${customer.name ? ` (${customer.name})` : ''}`;
  if (!customer.name.trim()) throw new DealerSyncError('NO_NAME', `${who} has no name: give it one in Rev.io.`);
  if (!customer.accountNumber) {
    throw new DealerSyncError(
      'NO_ACCOUNT_NUMBER',
      `${who} has no account number: give it one in Rev.io, then push it again.`,
    );
  }
  if (isBlankAddress(customer.address)) {
    throw new DealerSyncError(
      'NO_ADDRESS',
      `${who} has no service address: give it one in Rev.io, then push it again.`,
    );
  }
  const draft = mapped ? mappedDraft(customer, mapped) : partyDraft(customer, customer.accountNumber);
  if (!withContacts) return { draft, contacts: [] };
  const own = (customer.contacts ?? []).map((contact) => ({ id: contact.id, fields: contactFields(contact) }));
  const named = own.filter((contact) => contact.fields.name);
  const contacts = named.length ? named : [{ id: '', fields: contactFields(customer) }];
  const phone = contacts.map(({ fields }) => fields.phone ?? fields.mobile).find(Boolean) ?? customer.phone;
  if (!phone) {
    throw new DealerSyncError(
      'NO_PHONE',
      `${who} has no phone number and no contact with one, and a site needs one: add it in Rev.io, then push it again.`,
    );
  }
  return {
    draft: { ...draft, phone },
    contacts: contacts.map((contact) => withPhone(contact, phone)),
  };
}

function mappedDraft({ id, phone, email }: Customer, mapped: MappedParty): AccountDraft {
  return { ...mapped, madeFor: id, ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
}

function partyDraft(customer: Customer, accountNumber: string): AccountDraft {
  const { id, firstName, middleName, lastName, companyName, phone, email } = customer;
  return {
    ...nameForAccount(customer),
    kind: formOf(customer.kind),
    accountNumber,
    address: customer.address,
    madeFor: id,
    ...(phone ? { phone } : {}),
    ...(firstName ? { firstName } : {}),
    ...(middleName ? { middleName } : {}),
    ...(lastName ? { lastName } : {}),
    ...(companyName ? { companyName } : {}),
    ...(email ? { email } : {}),
  };
}

/** A contact without any number is reached under the site's: the station refuses one with none. */
function withPhone(
  contact: { id: string; fields: ContactFields },
  phone: string,
): { id: string; fields: ContactFields } {
  return contact.fields.phone || contact.fields.mobile ? contact : { ...contact, fields: { ...contact.fields, phone } };
}
