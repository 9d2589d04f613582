import type { MappedParty } from '../model/item';
import type { Account, Address, Customer, NameParts } from '../model/records';
import { stateCode } from '../model/states';
import type { MappingDirection, RecordView } from './fields';
import { formOf } from './names';
import { viewOfAccount, viewOfCustomer } from './record-view';
import type { Mapping } from './templates';

const NO_NAME: Required<NameParts> = { name: '', firstName: '', middleName: '', lastName: '', companyName: '' };

/**
 * What the customer should say by its account: commercial is a business with its company name, residential a person with
 * the name in three parts.
 *
 * @param like the customer as it is now; its kind decides the form, and its name fields keep their words. Absent: a new one
 * @throws DealerSyncError BAD_TEMPLATE
 */
export function mapToCustomer(
  account: Account,
  { like, templates }: { like?: Customer; templates: Mapping },
): MappedParty {
  const kind = formOf((like ?? account).kind);
  const view = viewOfAccount(account, kind, like);
  const say = (field: Parameters<Mapping['render']>[1]) => templates.render('toCustomer', field, view);
  const rest = { kind, ...placeOf('toCustomer', view, templates) };
  if (kind === 'business') {
    const companyName = say('companyName');
    return { ...NO_NAME, name: companyName, companyName, ...rest };
  }
  const [firstName, middleName, lastName] = [say('firstName'), say('middleName'), say('lastName')];
  return {
    ...NO_NAME,
    name: [firstName, middleName, lastName].filter(Boolean).join(' '),
    firstName,
    middleName,
    lastName,
    ...rest,
  };
}

/**
 * What the account should say by its customer: one name as the station writes it, and the account number that is its
 * transmitter code.
 *
 * @param like the account as it is now, whose form of the name is kept. Absent: a new one
 * @throws DealerSyncError BAD_TEMPLATE
 */
export function mapToAccount(
  customer: Customer,
  { like, templates }: { like?: Account; templates: Mapping },
): MappedParty {
  const view = viewOfCustomer(customer, like);
  const name = templates.render('toAccount', 'name', view);
  return { ...NO_NAME, name, kind: formOf(customer.kind), ...placeOf('toAccount', view, templates) };
}

function placeOf(
  direction: MappingDirection,
  view: RecordView,
  templates: Mapping,
): { address: Address; accountNumber: string } {
  const say = (field: keyof Address | 'accountNumber') => templates.render(direction, field, view);
  const state = say('state');
  return {
    accountNumber: say('accountNumber'),
    address: {
      line1: say('line1'),
      line2: say('line2'),
      city: say('city'),
      // A name that nobody knows stays as it is: on a pair that exists it is no worse than what stood there.
      state: stateCode(state) || state,
      postalCode: say('postalCode'),
    },
  };
}
