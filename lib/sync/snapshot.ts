import { sameName, sameNameAtFirstLink, sameValue, type TwoWayField } from '../model/compare';
import type { Account, Address, Customer, Kind, Party } from '../model/records';
import type { BaseSide, PartySummary } from './pair';
import type { NameParts } from './ports';

/** The name of a record in all its parts, without the rest. */
export function nameOf(party: NameParts): NameParts {
  return {
    name: party.name,
    ...(party.firstName === undefined ? {} : { firstName: party.firstName }),
    ...(party.middleName === undefined ? {} : { middleName: party.middleName }),
    ...(party.lastName === undefined ? {} : { lastName: party.lastName }),
    ...(party.companyName === undefined ? {} : { companyName: party.companyName }),
  };
}

/** A two-way field as people read it. */
export function fieldText(party: Party, field: TwoWayField): string {
  return field === 'name' ? party.name : party.address[field];
}

/** The text of a field in a base; undefined when it was never in step. */
export function baseText(base: BaseSide, field: TwoWayField): string | undefined {
  return field === 'name' ? base.name?.name : base.address[field];
}

/** Is the field still what this side returned when last in step? Under the field's own comparison (S3). */
export function unchangedSince(base: BaseSide, party: Party, field: TwoWayField): boolean {
  if (field !== 'name') return sameValue(field, base.address[field] ?? '', party.address[field]);
  return base.name !== undefined && sameName({ kind: party.kind, ...base.name }, party);
}

const PARTS = ['firstName', 'middleName', 'lastName', 'companyName'] as const;

/** A name that was found again after a crash is known as a whole, not in its parts. */
function isBare(name: NameParts): boolean {
  return PARTS.every((part) => name[part] === undefined);
}

/** Does a side say, letter for letter, all that it said when last in step? For all fields of all pairs, so it is quick. */
export function saysStill({ name, address }: BaseSide, party: Party): boolean {
  const now = party.address;
  return (
    name !== undefined &&
    name.name === party.name &&
    (isBare(name) || PARTS.every((part) => name[part] === party[part])) &&
    address.line1 === now.line1 &&
    address.line2 === now.line2 &&
    address.city === now.city &&
    address.state === now.state &&
    address.postalCode === now.postalCode
  );
}

/** A side's value against a text that we once read or sent there. */
export function holdsText(party: Party, field: TwoWayField, text: string): boolean {
  if (field !== 'name') return sameValue(field, text, party.address[field]);
  return sameName({ kind: party.kind, name: text }, party);
}

/** Do both sides say the same? `first`: before they were ever in step, legal suffixes and word order do not count. */
export function inStep(account: Account, customer: Customer, field: TwoWayField, first: boolean): boolean {
  if (field !== 'name') return sameValue(field, account.address[field], customer.address[field]);
  const kind = sharedKind(account, customer);
  const left = { ...account, kind };
  const right = { ...customer, kind };
  return first ? sameNameAtFirstLink(left, right) : sameName(left, right);
}

/** Names compare in the customer's manner: Rev.io decides whether a name is a person's or a business's. */
function sharedKind(account: Account, customer: Customer): Kind {
  return customer.kind === 'other' ? account.kind : customer.kind;
}

/** A base with one field moved to what the side says now. */
export function withField(base: BaseSide, party: NameParts & Pick<Party, 'address'>, field: TwoWayField): BaseSide {
  if (field === 'name') return { ...base, name: nameOf(party) };
  return { ...base, address: { ...base.address, [field]: party.address[field] } };
}

export const EMPTY_BASE: BaseSide = { address: {} };

export function summaryOf(party: Party): PartySummary {
  return {
    id: party.id,
    name: party.name,
    address: party.address,
    ...(party.accountNumber ? { accountNumber: party.accountNumber } : {}),
    ...(party.phone ? { phone: party.phone } : {}),
    ...(party.email ? { email: party.email } : {}),
  };
}

export function isBlankAddress(address: Address): boolean {
  return !address.line1 && !address.city && !address.postalCode;
}
