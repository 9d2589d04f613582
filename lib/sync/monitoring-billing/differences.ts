import { isBlank, sameValue, TWO_WAY_FIELDS, type TwoWayField } from '../../model/compare';
import { foldCase } from '../../model/fold';
import type { Account, Customer, Party } from '../../model/records';
import { fieldText, inStep } from '../snapshot';

export type AuditField = 'accountNumber' | TwoWayField;

export const AUDIT_FIELDS: readonly AuditField[] = ['accountNumber', ...TWO_WAY_FIELDS];

/**
 * `case`: the same letters, small on one side and capital on the other; `format`: the same under the project's comparison
 * (`St` and `Street`, `NY` and `New York`, `00412` and `412`); `value`: something else.
 */
export type HowDifferent = 'value' | 'case' | 'format';

export const HOW_DIFFERENT: readonly HowDifferent[] = ['value', 'case', 'format'];

export interface FieldDifference {
  field: AuditField;
  account: string;
  customer: string;
  how: HowDifferent;
}

/** The fields in which the two sides of a pair do not say the same, letter by letter. Pure. */
export function differencesOf(account: Account, customer: Customer): FieldDifference[] {
  const differences: FieldDifference[] = [];
  for (const field of AUDIT_FIELDS) {
    const [ours, theirs] = [textOf(account, field), textOf(customer, field)];
    // Nearly all values of nearly all pairs: nothing to fold.
    if (ours === theirs || (isBlank(ours) && isBlank(theirs))) continue;
    differences.push({ field, account: ours, customer: theirs, how: howDifferent(field, account, customer) });
  }
  return differences;
}

/** No edit under the comparison. An account number is: systems that look it up letter by letter do not find it. */
export function isFormOnly({ field, how }: FieldDifference): boolean {
  return field !== 'accountNumber' && how !== 'value';
}

function textOf(party: Account | Customer, field: AuditField): string {
  return field === 'accountNumber' ? (party.accountNumber ?? '') : fieldText(party, field);
}

function howDifferent(field: AuditField, account: Account, customer: Customer): HowDifferent {
  const [ours, theirs] = [textOf(account, field), textOf(customer, field)];
  if (ours.toUpperCase() === theirs.toUpperCase()) return 'case';
  return saysTheSame(field, account, customer) ? 'format' : 'value';
}

function saysTheSame(field: AuditField, account: Account, customer: Customer): boolean {
  if (field === 'accountNumber') return numberKey(account.accountNumber) === numberKey(customer.accountNumber);
  // As at the first link: what is adopted there without a question is no other name.
  if (field === 'name') return sameNames(account, customer);
  return sameValue(field, account.address[field], customer.address[field]);
}

/** Names that were compared, by all that counts of them. */
const compared = new Map<string, boolean>();
const MOST_COMPARED = 20_000;

/**
 * A station that keeps `SMITH, JOHN` has another name than Rev.io for each person, and has it in every cycle: to take
 * those apart again costs more than the rest of the audit, so what came of it is remembered.
 */
function sameNames(account: Account, customer: Customer): boolean {
  const key = `${wholeText(account)}\n${wholeText(customer)}`;
  const known = compared.get(key);
  if (known !== undefined) return known;
  if (compared.size >= MOST_COMPARED) compared.clear();
  const same = inStep(account, customer, 'name', true);
  compared.set(key, same);
  return same;
}

/** All that a comparison of names looks at. Blank and absent are one. */
function wholeText({ kind, name, firstName, middleName, lastName, companyName }: Party): string {
  return [kind, name, firstName, middleName, lastName, companyName].join('\t');
}

/** A number without case, blanks, dashes and leading zeros: people and systems drop and add these. */
function numberKey(number = ''): string {
  const bare = foldCase(number).replace(/[^\p{L}\p{N}]/gu, '');
  return bare.replace(/^0+(?=.)/, '') || number.trim();
}
