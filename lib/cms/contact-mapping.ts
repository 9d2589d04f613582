import { splitPersonName } from '../model/person-name';
import type { Contact } from '../model/records';
import type { ContactFields } from '../sync/ports';
import { phoneDigits } from './phone';
import type { CmsProfile } from './profile';
import type { PushDefaults } from './settings';
import type { Arguments, RowOf } from './soap-transport';

export type ContactRow = RowOf<'listContacts'>;

/** CMS's row in our words. */
export function toContact(row: ContactRow, profile: CmsProfile): Contact {
  const { phone, mobile } = phonesOf(row, profile);
  const order = Number(row.order);
  const endsAt = endOf(row.ends);
  return {
    id: row.id ?? '',
    name: row.name ?? '',
    ...(phone ? { phone } : {}),
    ...(mobile ? { mobile } : {}),
    ...(row.email ? { email: row.email } : {}),
    ...(row.title ? { title: row.title } : {}),
    ...(Number.isInteger(order) && order > 0 ? { order } : {}),
    ...(endsAt ? { endsAt } : {}),
  };
}

/** In call order; those without a place in it come last, in the order that CMS gave them in. */
export function inCallOrder(contacts: readonly Contact[]): Contact[] {
  const place = (contact: Contact) => contact.order ?? Number.MAX_SAFE_INTEGER;
  return [...contacts].sort((a, b) => place(a) - place(b));
}

/** The first mobile and the first other phone, by the comma list of types that stands beside the four phones. */
function phonesOf(row: ContactRow, profile: CmsProfile): { phone?: string; mobile?: string } {
  const types = (row.phoneTypes ?? '').split(',').map((type) => type.trim());
  const found: { phone?: string; mobile?: string } = {};
  for (const [index, text] of [row.phone1, row.phone2, row.phone3, row.phone4].entries()) {
    const digits = phoneDigits(text);
    if (!digits) continue;
    if (profile.codes.mobilePhoneTypes[types[index] ?? '']) found.mobile ??= digits;
    else found.phone ??= digits;
  }
  return found;
}

/** 0001-01-01 and 1900-01-01 are how .NET and SQL Server write "no date": such a contact has not ended. */
function endOf(date: string | undefined): string | undefined {
  return date && Number(date.slice(0, 4)) > 1900 ? date : undefined;
}

/** What AddContact takes besides the site. */
export function toNewContact(
  contact: ContactFields,
  defaults: Partial<PushDefaults>,
  authId: string,
  profile: CmsProfile,
): Arguments<'addContact'> {
  const [first, second] = [
    { number: phoneDigits(contact.phone), type: defaults.phoneType },
    { number: phoneDigits(contact.mobile), type: profile.mobilePhoneType },
  ].filter(({ number }) => number);
  return {
    ...splitName(contact.name),
    type: defaults.contactType,
    authority: authId,
    ...(defaults.relation ? { relation: defaults.relation } : {}),
    phone1: first?.number,
    phoneType1: first?.type,
    ...(second ? { phone2: second.number, phoneType2: second.type } : {}),
    ...(contact.email ? { email: contact.email } : {}),
  };
}

/** AddContact wants two names where a contact has one; a single word is the last name, which must not be blank. */
function splitName(name: string): { lastName: string; firstName?: string } {
  const { firstName, middleName, lastName } = splitPersonName(name);
  const given = [firstName, middleName].filter(Boolean).join(' ');
  return given ? { lastName, firstName: given } : { lastName };
}
