import { composePersonName, splitPersonName } from '../model/person-name';
import type { Kind, NameParts } from '../model/records';

/** Each side keeps names in two forms: a company's and a person's. What is neither is written like a company's. */
export function formOf(kind: Kind): 'business' | 'residential' {
  return kind === 'residential' ? 'residential' : 'business';
}

/**
 * A name as the customer of that kind keeps it: a company's in one field, a person's split (seed).
 * @param like what the customer holds now, so that `Mary Ann` stays in the field where a person put it
 */
export function nameForCustomer(account: NameParts, kind: 'business' | 'residential', like?: NameParts): NameParts {
  if (kind === 'business') return { name: account.name, companyName: account.name };
  const parts = splitPersonName(account.name, like);
  const name = [parts.firstName, parts.middleName, parts.lastName].filter(Boolean).join(' ');
  return { name, ...parts };
}

/**
 * The station's one name field.
 * @param like the site as it is, whose form is kept: `Last, First` stays that way. A new site gets the name as Rev.io
 *   prints it
 */
export function nameForAccount(customer: NameParts & { kind: string }, like?: NameParts): NameParts {
  if (!like) return { name: customer.name };
  if (customer.kind !== 'residential') return { name: customer.companyName || customer.name };
  const { firstName = '', middleName = '', lastName = '' } = customer;
  if (!firstName && !lastName) return { name: customer.name };
  return { name: composePersonName({ firstName, middleName, lastName }, like.name) };
}
