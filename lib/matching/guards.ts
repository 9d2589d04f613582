import { agrees } from './compare-addresses';
import type { NameComparison } from './compare-names';
import { isGivenName } from './given-names';
import { BRANCH_WORDS } from './name-words';
import { type Comparison, isNamesAlone } from './score';

/**
 * Why a pair is never linked automatically, whatever its score: thresholds don't make precision, guards do. Each
 * guard is a key of the locale files (`matching.guard.…`).
 */
export const GUARDS = [
  'noName',
  'overlong',
  'generation',
  'numbers',
  'unit',
  'nameDiffers',
  'nearName',
  'initial',
  'couple',
  'branch',
  'weakName',
  'uncorroborated',
] as const;

export type Guard = (typeof GUARDS)[number];

/** The first guard that stands against linking this pair, if any does. */
export function guardOf(comparison: Comparison): Guard | undefined {
  return nameGuard(comparison) ?? (isCorroborated(comparison) ? undefined : 'uncorroborated');
}

function nameGuard(comparison: Comparison): Guard | undefined {
  const { name, address } = comparison;
  const { left, right, pairs, leftOver, rightOver } = name;
  if (left.words.length === 0 || right.words.length === 0) return 'noName';
  if (left.overlong || right.overlong) return 'overlong';
  if (left.generation !== right.generation) return 'generation';
  if (left.numbers !== right.numbers) return 'numbers';
  if (address.unit === 'different') return 'unit';
  if (leftOver.length > 0 && rightOver.length > 0) return 'nameDiffers';
  if (pairs.some(({ how }) => how === 'near' || how === 'alike') && !isSameFirstNameHere(comparison)) return 'nearName';
  const extra = [...leftOver, ...rightOver];
  if (left.couple !== right.couple && extra.length > 0 && !isFirstOfCouple(comparison)) return 'couple';
  if (pairs.some(({ how }) => how === 'initial') && extra.some((word) => word.length > 1)) return 'initial';
  if (hasCrossedInitial(name)) return 'initial';
  if (extra.some((word) => BRANCH_WORDS.has(word) || (word.length === 1 && isBusiness(name)))) return 'branch';
  if (extra.length > 0 && !name.person && !comparison.alone && !hasOwnContact(comparison)) return 'branch';
  return isWeak(comparison) ? 'weakName' : undefined;
}

/**
 * Agreement on too little of a name. One word of a longer one may be another member's of the household (`Smith` beside
 * `John Smith`), unless nobody else is known there. An initial counts at the same place only; of two whom it fits,
 * neither is likelier, and one with an account of his own is taken. A business is let through where two other things
 * agree.
 */
function isWeak(comparison: Comparison): boolean {
  const { name, address, phone, email } = comparison;
  const { pairs, leftOver, rightOver, left, right } = name;
  const whole = pairs.filter(({ how }) => how !== 'initial' && how !== 'letter').length;
  const extra = leftOver.length + rightOver.length;
  if (whole === 0) return true;
  if (whole === 1 && pairs.some(({ how }) => how === 'initial')) return !address.samePlace;
  if (extra === 0) return false;
  if (whole > 1 && extra <= whole) return false;
  if (isSurnameOnly(name) && comparison.alone) return false;
  const contact = phone.verdict === 'same' || email.verdict === 'same';
  if (whole === 1 && isFirstNameOnly(comparison.name)) return !(address.samePlace || contact);
  if (whole === 1 && email.verdict === 'same' && emailNames(comparison, [...leftOver, ...rightOver])) return false;
  const company = left.company || right.company;
  return !(isBusinessLike(name, company) && address.sameHouse && phone.verdict === 'same');
}

/** A first name against the other's middle initial: `Joan A` and `Adam J` are two. */
function hasCrossedInitial({ left, right, pairs }: NameComparison): boolean {
  return pairs.some((pair) => pair.how === 'initial' && (pair.left === left.given) !== (pair.right === right.given));
}

/** The same first name in the same house, and surnames that look alike: neighbours of that kind there are not. */
function isSameFirstNameHere({ name, address }: Comparison): boolean {
  const { left, right, knownGiven } = name;
  if (knownGiven.length < 2 || left.given !== right.given || left.company || right.company) return false;
  if (!address.samePlace) return false;
  return (
    name.pairs.length === 2 &&
    name.pairs.every((pair) => pair.how === 'same' || !(isGivenName(pair.left) && isGivenName(pair.right)))
  );
}

/**
 * The one who is named alone is named first of the two, at the same place. The one named second may have an account of
 * her own; and where both have one, neither is the likelier.
 */
function isFirstOfCouple({ name: { left, right }, address }: Comparison): boolean {
  return address.samePlace && left.given !== '' && left.given === right.given;
}

const isBusiness = ({ left, right }: NameComparison) => left.company || right.company;

/** One side has the surname of a person and nothing else. */
const isSurnameOnly = ({ left, right, pairs }: NameComparison) =>
  !left.company && !right.company && pairs.length === 1 && Math.min(left.words.length, right.words.length) === 1;

/** The e-mail that both have holds the word that only one has in the name: `emilya@…` beside `Emily`. */
function emailNames({ account }: Comparison, extra: string[]): boolean {
  const mailbox = account.email.slice(0, account.email.lastIndexOf('@'));
  return extra.every((word) => word.length >= 4 && mailbox.includes(word));
}

/** One side has nothing but the first name of the other: a household shares its surname, not its first names. */
function isFirstNameOnly({ left, right, pairs, knownGiven }: NameComparison): boolean {
  const [short, long] = left.words.length < right.words.length ? [left, right] : [right, left];
  const pair = pairs[0];
  if (short.words.length !== 1 || short.company || long.company || !pair) return false;
  return knownGiven.includes(long.given) && (pair.left === long.given || pair.right === long.given);
}

/** No given name anywhere: what is left over is not another member of a household. */
function isBusinessLike({ left, right }: NameComparison, company: boolean): boolean {
  return company || (left.given === '' && right.given === '');
}

/** Something besides the name says that it is this one. */
function isCorroborated(comparison: Comparison): boolean {
  const { name, address, phone, email } = comparison;
  if (address.samePlace) return true;
  const contact = phone.verdict === 'same' || email.verdict === 'same';
  const full = isFull(name);
  if (name.cut || name.legalNameOnly) return false;
  if (!name.person && !isSpelledAlike(name)) return contact && address.sameHouse;
  if (contact) return address.sameHouse || !address.otherPlace || (full && isMoved(comparison));
  if (isSameArea(comparison)) {
    const close = address.house !== 'different' || agrees(address.place);
    return full && (name.pairs.length > 1 || close) && (name.person || !address.otherPlace);
  }
  if (isNearlySameEmail(comparison)) return full && name.pairs.length > 1 && !address.otherPlace;
  if (!isNamesAlone(comparison)) return false;
  return isExact(name) && name.pairs.length >= (name.person ? 2 : 3);
}

/**
 * At another address under the same full name and phone or e-mail: a person has moved. A chain's shops may all have
 * the phone of its head office; a business has moved only if nobody else has it, in the same city.
 */
function isMoved(comparison: Comparison): boolean {
  const { name, address } = comparison;
  if (name.pairs.length < 2) return false;
  return name.person || (isExact(name) && agrees(address.city) && hasOwnContact(comparison));
}

/** Written badly, not somebody else's: other digits are other people (`smith319@…`, `smith419@…`). */
function isNearlySameEmail({ account, customer, phone, email }: Comparison): boolean {
  const digits = (text: string) => text.replace(/\D/g, '');
  if (email.verdict !== 'near' || phone.verdict === 'different') return false;
  return digits(account.email) === digits(customer.email);
}

/** A phone or an e-mail agrees that nobody else has. */
function hasOwnContact({ phone, email }: Comparison): boolean {
  return [phone, email].some(({ verdict, sharers }) => verdict === 'same' && sharers === 1);
}

/**
 * The street or the estate in this town, or the house number within this postal code. A postal code that is off by a digit
 * is a slip beside the right house; beside another house and another town it is another place.
 */
function isSameArea({ address: { house, street, place, postal, city, sameHouse } }: Comparison): boolean {
  if (sameHouse && agrees(city)) return true;
  const slipped = agrees(postal) && (house !== 'different' || agrees(city));
  if (agrees(street) || agrees(place)) return postal === 'same' || slipped || (agrees(city) && postal !== 'different');
  return house === 'same' && postal === 'same';
}

const isFull = ({ leftOver, rightOver, pairs }: NameComparison) =>
  leftOver.length + rightOver.length === 0 && pairs.every(({ how }) => how !== 'initial');

/** The words themselves agree: sites of one organisation, with one phone, may differ in a letter. */
const isSpelledAlike = ({ pairs }: NameComparison) =>
  pairs.every(({ how }) => how === 'same' || how === 'letter' || how === 'joined');

/** Full, and in the words themselves but for their spelling. */
const isExact = (name: NameComparison) =>
  isFull(name) && name.pairs.every(({ how }) => how === 'same' || how === 'spelling' || how === 'joined');
