import { foldKey, foldWords, isBlank, joinWords } from './fold';
import { type PersonName, samePerson, splitPersonName } from './person-name';
import type { Address, Kind } from './records';
import { stateCode } from './states';

export { isBlank } from './fold';

/**
 * The comparisons that tell an edit from noise. A change on a side is a difference from that side's own base **under
 * the field's comparison**: what is equal here is never written.
 */

/** What syncs in both directions, each on its own (S5). */
export type TwoWayField = 'name' | keyof Address;

export const TWO_WAY_FIELDS: readonly TwoWayField[] = ['name', 'line1', 'line2', 'city', 'state', 'postalCode'];

/** What a comparison of names looks at: any `Party`, and an update or draft with its kind. */
export interface NamedParty {
  kind: Kind;
  name: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  companyName?: string;
}

const NAME_FIELDS = ['name', 'firstName', 'middleName', 'lastName', 'companyName'] as const;

const pairs = (text: string): [string, string][] =>
  text.split(' ').map((pair): [string, string] => {
    const [long = '', short = ''] = pair.split(':');
    return [long, short];
  });

/** Long forms to those of the US Postal Service, for whole words of streets and cities. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  pairs(
    'STREET:ST STR:ST SAINT:ST AVENUE:AVE AV:AVE BOULEVARD:BLVD ROAD:RD DRIVE:DR LANE:LN COURT:CT PLACE:PL ' +
      'CIRCLE:CIR TERRACE:TER PARKWAY:PKWY HIGHWAY:HWY FREEWAY:FWY EXPRESSWAY:EXPY TURNPIKE:TPKE SQUARE:SQ ' +
      'TRAIL:TRL ALLEY:ALY CRESCENT:CRES CENTER:CTR CENTRE:CTR PLAZA:PLZ HEIGHTS:HTS POINT:PT MOUNT:MT FORT:FT ' +
      'NORTH:N SOUTH:S EAST:E WEST:W NORTHEAST:NE NORTHWEST:NW SOUTHEAST:SE SOUTHWEST:SW ' +
      'BUILDING:BLDG FLOOR:FL ROOM:RM DEPARTMENT:DEPT',
  ),
);

/** Different words for a unit of a building; before its number none says more than another. `#` is punctuation. */
const UNIT_WORDS: ReadonlySet<string> = new Set(['APT', 'APARTMENT', 'UNIT', 'STE', 'SUITE']);

const LEGAL_FORMS: ReadonlySet<string> = new Set(
  'INC INCORPORATED LLC LLP LP PLLC PLC PC CORP CORPORATION CO COMPANY LTD LIMITED LTEE ULC AND'.split(' '),
);

const US_POSTAL_CODE = /^(\d{5})[- ]?(\d{4})?$/;

function addressWords(text: string): string[] {
  const words = foldWords(text).map((word) => SHORT_FORMS.get(word) ?? word);
  const known = words.filter((word, index) => !(UNIT_WORDS.has(word) && index < words.length - 1));
  return known
    .join(' ')
    .replace(/\b(?:P O|POST OFFICE) BOX\b/, 'PO BOX')
    .split(' ');
}

/** House numbers are next to street numbers, so blanks count in all but the second line (`4-B` is `4B`). */
function addressKey(field: keyof Address, text: string): string {
  if (foldWords(text).length === 0) return foldKey(text);
  if (field === 'line2') return joinWords(addressWords(text));
  return addressWords(text).join(' ');
}

/** Equal when the five digits agree and one of them has no extension. */
function samePostalCode(a: string, b: string): boolean {
  const [, fiveA, extraA] = US_POSTAL_CODE.exec(a.trim()) ?? [];
  const [, fiveB, extraB] = US_POSTAL_CODE.exec(b.trim()) ?? [];
  if (fiveA === undefined || fiveB === undefined) return foldKey(a) === foldKey(b);
  return fiveA === fiveB && (extraA === extraB || extraA === undefined || extraB === undefined);
}

/**
 * Whether two values of an address field say the same: case, accents, punctuation, blanks, abbreviations of streets,
 * directions and units apart; a state by name or code; a postal code with or without its extension.
 *
 * An equivalence, but for postal codes: `12345` equals `12345-6789` and `12345-0001`, which differ. A missing
 * extension is no edit (sides drop it), a changed one is.
 */
export function sameValue(field: keyof Address, a: string, b: string): boolean {
  // Most values of a cycle are untouched; these need no folding.
  if (a === b) return true;
  if (field === 'postalCode') return samePostalCode(a, b);
  if (field === 'state') return (stateCode(a) || foldKey(a)) === (stateCode(b) || foldKey(b));
  return addressKey(field, a) === addressKey(field, b);
}

const wholeName = (party: NamedParty): string => {
  if (party.kind !== 'residential' && !isBlank(party.companyName)) return party.companyName ?? '';
  if (!isBlank(party.name)) return party.name;
  const parts = [party.firstName, party.middleName, party.lastName].filter((part) => !isBlank(part)).join(' ');
  return parts || (party.companyName ?? '');
};

/** The parts where the side has them, else the whole name split. */
function personName(party: NamedParty): PersonName {
  const { firstName = '', middleName = '', lastName = '' } = party;
  const hasParts = ![firstName, middleName, lastName].every(isBlank);
  return hasParts ? { firstName, middleName, lastName } : splitPersonName(wholeName(party));
}

const anyOrder = (words: string[]): string => [...words].sort().join(' ');

/**
 * Whether two names say the same. Persons by `samePerson`; businesses (and kinds unknown) by their whole name without
 * case, accents, punctuation and blanks, `&` as `and`; a person and a business by the words of the whole name in any
 * order, because one of the two has the kind wrong and may hold `Last, First`.
 *
 * Reflexive and symmetric; transitive among businesses, and among persons but for initials (see `samePerson`).
 */
export function sameName(a: NamedParty, b: NamedParty): boolean {
  // As with values: most names of a cycle are untouched, and need no splitting.
  if (a.kind === b.kind && NAME_FIELDS.every((field) => a[field] === b[field])) return true;
  const persons = [a, b].filter((party) => party.kind === 'residential').length;
  if (persons === 2) return samePerson(personName(a), personName(b));
  if (persons === 0) return wholeName(a) === wholeName(b) || foldKey(wholeName(a)) === foldKey(wholeName(b));
  return sameWords(a, b, anyOrder);
}

function sameWords(a: NamedParty, b: NamedParty, key: (words: string[]) => string): boolean {
  const [nameA, nameB] = [wholeName(a), wholeName(b)];
  const [keyA, keyB] = [key(foldWords(nameA)), key(foldWords(nameB))];
  return keyA === '' || keyB === '' ? foldKey(nameA) === foldKey(nameB) : keyA === keyB;
}

/** Without the legal forms at the end, unless there is nothing else. */
function withoutLegalForm(words: string[]): string {
  const end = words.findLastIndex((word) => !LEGAL_FORMS.has(word)) + 1;
  return anyOrder(end > 0 ? words.slice(0, end) : words);
}

/**
 * The milder comparison for a pair that has no base yet: also without legal forms (`Inc`, `LLC`, `& Co`) and without
 * the order of the words (`SMITH JOHN`). Here a difference asks a person, and these are not worth one; later, when a
 * base is there, adding `LLC` is an edit.
 */
export function sameNameAtFirstLink(a: NamedParty, b: NamedParty): boolean {
  return sameName(a, b) || sameWords(a, b, withoutLegalForm);
}

/** A cut leaves at least this much of a value, or it is taken for an edit. */
const CUT_KEEPS = { share: 0.6, characters: 20 };

/**
 * Whether `kept` is `sent` as a side changes it on save: re-cased, trimmed, or cut at the end. Recognises our own
 * value in a later listing while its intent is young (S3). Not symmetric.
 */
export function isCutOrRecased(sent: string, kept: string): boolean {
  const [whole, part] = [sent, kept].map((text) => text.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase());
  if (whole === undefined || part === undefined) return false;
  if (whole === part) return true;
  const enough = Math.min(CUT_KEEPS.characters, whole.length * CUT_KEEPS.share);
  return part.length > 0 && part.length >= enough && whole.startsWith(part);
}
