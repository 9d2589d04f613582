import type { Address, Contact, Customer, Kind, Status } from '../model/records';
import type { ContactFields, NameParts } from '../sync/ports';
import { isWireObject, type WireObject } from './errors';
import type { RevioProfile } from './profile';

/*
 * Rev.io's words to ours and back, without a call. Only fields that we name are taken over, so security_pin, tax_id,
 * date_of_birth and registration_code never get past this door (S21).
 */

/** A text of the wire: blank, absent and null are alike; ids and numbers become texts. */
export function text(record: WireObject | undefined, field: string): string {
  const value = record?.[field];
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** The id of a record, or undefined where there is none. */
export function idIn(record: WireObject | undefined, ...fields: string[]): string | undefined {
  for (const field of fields) {
    const id = text(record, field);
    if (id !== '') return id;
  }
  return undefined;
}

/** An id as the wire wants it: numbers where they are ones. */
export function wireId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id;
}

/** A date of the wire; `0001-01-01T00:00:00` is its null. */
export function date(record: WireObject, field: string): string | undefined {
  const value = text(record, field);
  return value === '' || value.startsWith('0001-01-01') ? undefined : value;
}

export function group(record: WireObject | undefined, field: string): WireObject | undefined {
  const value = record?.[field];
  return isWireObject(value) ? value : undefined;
}

export function kindOf(wire: WireObject, profile: RevioProfile): Kind {
  const { customer, values } = profile;
  const given = text(group(wire, customer.profile), customer.class).toUpperCase();
  if (given === values.business.toUpperCase()) return 'business';
  return given === values.residential.toUpperCase() ? 'residential' : 'other';
}

const STATUSES: Record<string, Status> = { OPEN: 'open', PENDING: 'pending', PROSPECT: 'prospect', CLOSED: 'closed' };

/**
 * A customer in our words, or undefined when the row carries no id. A status that we do not know counts as pending:
 * neither linked on sight like an open one nor taken for closed.
 */
export function customerFrom(wire: WireObject, profile: RevioProfile): Customer | undefined {
  const fields = profile.customer;
  const id = idIn(wire, fields.id);
  if (id === undefined) return undefined;
  const service = group(wire, fields.serviceAddress);
  const kind = kindOf(wire, profile);
  const rows = [service, group(wire, fields.billingAddress), group(wire, fields.listingAddress)].filter(
    (row) => row !== undefined && wholeName(row, kind, profile) !== '',
  );
  const name = nameFrom(rows[0] ?? {}, kind, profile);
  const names = new Set(rows.map((row) => wholeName(row ?? {}, kind, profile)));
  names.delete(name.name);
  const createdAt = date(wire, fields.createdAt);
  return {
    id,
    kind,
    ...present({
      accountNumber: text(wire, fields.accountNumber),
      email: text(wire, fields.email),
      source: text(wire, fields.source),
    }),
    ...name,
    address: addressFrom(service ?? {}, profile),
    status: STATUSES[text(wire, fields.status).toUpperCase()] ?? 'pending',
    ...(createdAt ? { createdAt } : {}),
    ...(wire[fields.isParent] === true ? { parent: true } : {}),
    ...(serviceRowIsShared(wire, profile) ? { sharedAddress: true } : {}),
    ...(names.size > 0 ? { otherNames: [...names] } : {}),
  };
}

/** Is the service address row the billing or the listing row too? Then moving the alarm moves the invoice. */
export function serviceRowIsShared(wire: WireObject, profile: RevioProfile): boolean {
  const { customer, address } = profile;
  const own = idIn(group(wire, customer.serviceAddress), address.id);
  return (
    own !== undefined &&
    [customer.billingAddress, customer.listingAddress].some((role) => idIn(group(wire, role), address.id) === own)
  );
}

/** The name on one address row: `company_name` of a business, else `First M Last`; the other form where that is blank. */
export function wholeName(row: WireObject, kind: Kind, { address }: RevioProfile): string {
  const company = text(row, address.companyName);
  const person = [address.firstName, address.middleInitial, address.lastName]
    .map((field) => text(row, field))
    .filter((part) => part !== '')
    .join(' ');
  return kind === 'residential' ? person || company : company || person;
}

function nameFrom(row: WireObject, kind: Kind, profile: RevioProfile): NameParts {
  const { address } = profile;
  return {
    name: wholeName(row, kind, profile),
    ...present({
      firstName: text(row, address.firstName),
      middleName: text(row, address.middleInitial),
      lastName: text(row, address.lastName),
      companyName: text(row, address.companyName),
    }),
  };
}

/** The name fields of an address row for a customer of this kind. */
export function nameToWire(name: NameParts, kind: Kind, { address }: RevioProfile): Record<string, string> {
  if (kind !== 'residential') return { [address.companyName]: name.companyName || name.name };
  const inParts = Boolean(name.firstName || name.lastName);
  return {
    [address.firstName]: name.firstName ?? '',
    [address.middleInitial]: (name.middleName ?? '').slice(0, 1),
    // A person with one name, and a business's name at a residential customer, stand where a name must stand.
    [address.lastName]: inParts ? (name.lastName ?? '') : name.name,
  };
}

function addressFrom(row: WireObject, { address }: RevioProfile): Address {
  const zip = text(row, address.postalCode);
  const extension = text(row, address.postalCodeExtension);
  return {
    line1: text(row, address.line1),
    line2: text(row, address.line2),
    city: text(row, address.city),
    state: text(row, address.state),
    postalCode: /^\d{9}$/.test(zip)
      ? `${zip.slice(0, 5)}-${zip.slice(5)}`
      : zip && extension
        ? `${zip}-${extension}`
        : zip,
  };
}

/** The given lines as fields of an address row; `12345-6789` becomes code and extension. */
export function addressToWire(lines: Partial<Address>, { address }: RevioProfile): Record<string, string> {
  const wire: Record<string, string> = {};
  if (lines.line1 !== undefined) wire[address.line1] = lines.line1;
  if (lines.line2 !== undefined) wire[address.line2] = lines.line2;
  if (lines.city !== undefined) wire[address.city] = lines.city;
  if (lines.state !== undefined) wire[address.state] = lines.state;
  if (lines.postalCode !== undefined) {
    const parts = /^(\d{5})-?(\d{4})$/.exec(lines.postalCode.trim());
    wire[address.postalCode] = parts?.[1] ?? lines.postalCode.trim();
    wire[address.postalCodeExtension] = parts?.[2] ?? '';
  }
  return wire;
}

export function contactFrom(wire: WireObject, { contact }: RevioProfile): Contact | undefined {
  const id = idIn(wire, contact.id);
  if (id === undefined) return undefined;
  const createdAt = date(wire, contact.createdAt);
  return {
    id,
    name: text(wire, contact.name),
    ...present({
      phone: text(wire, contact.phone),
      mobile: text(wire, contact.mobile),
      email: text(wire, contact.email),
      title: text(wire, contact.title),
    }),
    ...(createdAt ? { createdAt } : {}),
  };
}

/** All of a contact's fields: what is absent is blank. */
export function contactToWire(fields: ContactFields, { contact }: RevioProfile): Record<string, string> {
  return {
    [contact.name]: fields.name,
    [contact.phone]: fields.phone ?? '',
    [contact.mobile]: fields.mobile ?? '',
    [contact.email]: fields.email ?? '',
    [contact.title]: fields.title ?? '',
  };
}

/** What of `wanted` differs from what the record holds now. */
export function differing(wanted: Record<string, string>, now: WireObject): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => value.trim() !== text(now, field)));
}

/** The fields that are not blank: an optional text that is blank is left out. */
function present<T extends Record<string, string>>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<T>;
}
