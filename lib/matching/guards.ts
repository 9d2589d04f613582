import { agrees } from './compare-addresses';
import type { NameComparison } from './compare-names';
import { isGivenName } from './given-names';
import { BRANCH_WORDS } from './name-words';
import { type Comparison, isNamesAlone } from './score';

/**
 * Why a pair is never linked automatically, whatever its score: thresholds don't make precision, guards do. Each
 * guard is a key of the locale files (`matching.guard.…`).
 */
export type Guard =
  | 'noName'
  | 'overlong'
  | 'generation'
  | 'numbers'
  | 'unit'
  | 'nameDiffers'
  | 'nearName'
  | 'initial'
  | 'couple'
  | 'branch'
  | 'weakName'
  | 'uncorroborated';

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
  if (pairs.some(({ how }) => how === 'near' || how === 'alike')) return 'nearName';
  if (left.couple !== right.couple && leftOver.length + rightOver.length > 0) return 'couple';
  const extra = [...leftOver, ...rightOver];
  if (pairs.some(({ how }) => how === 'initial') && extra.length > 0) return 'initial';
  if (extra.some((word) => BRANCH_WORDS.has(word))) return 'branch';
  return isWeak(comparison) ? 'weakName' : undefined;
}

/**
 * Agreement on too little of a name: one word of a longer one may be a whole household's (`Smith` beside `John
 * Smith`). A business is let through where two other things agree.
 */
function isWeak(comparison: Comparison): boolean {
  const { name, address, phone, email } = comparison;
  const { pairs, leftOver, rightOver, left, right } = name;
  const whole = pairs.filter(({ how }) => how !== 'initial').length;
  const extra = leftOver.length + rightOver.length;
  if (whole === 0) return true;
  if (whole === 1 && pairs.length > 1) return !address.samePlace;
  if (extra === 0) return false;
  if (whole > 1 && extra <= whole) return false;
  const contact = phone.verdict === 'same' || email.verdict === 'same';
  if (whole === 1 && isFirstNameOnly(comparison.name)) return !(address.samePlace || contact);
  const company = left.company || right.company;
  return !(isBusinessLike(name, company) && address.sameHouse && phone.verdict === 'same');
}

/** One side has nothing but the first name of the other: a household shares its surname, not its first names. */
function isFirstNameOnly({ left, right, pairs }: NameComparison): boolean {
  const [short, long] = left.words.length < right.words.length ? [left, right] : [right, left];
  const pair = pairs[0];
  if (short.words.length !== 1 || short.company || long.company || !pair) return false;
  return (pair.left === long.given || pair.right === long.given) && isGivenName(long.given);
}

/** No given name anywhere: what is left over is not another member of a household. */
function isBusinessLike({ left, right }: NameComparison, company: boolean): boolean {
  return company || (left.given === '' && right.given === '');
}

/** Something besides the name says that it is this one. */
function isCorroborated(comparison: Comparison): boolean {
  const { name, address, phone, email } = comparison;
  const company = name.left.company || name.right.company;
  if (address.samePlace) return true;
  const contact = phone.verdict === 'same' || email.verdict === 'same';
  const full = isFull(name);
  if (name.cut || name.legalNameOnly) return false;
  if (contact) return address.sameHouse || !address.otherPlace || (full && !company && name.pairs.length > 1);
  if (isSameArea(comparison)) return full && name.pairs.length > 1 && (!company || !address.otherPlace);
  if (!isNamesAlone(comparison)) return false;
  return isExact(name) && name.pairs.length >= (company ? 3 : 2);
}

/** The street in this town, or the house number within this postal code. */
function isSameArea({ address: { house, street, postal, city } }: Comparison): boolean {
  if (agrees(street)) return agrees(postal) || (agrees(city) && postal !== 'different');
  return house === 'same' && postal === 'same';
}

const isFull = ({ leftOver, rightOver, pairs }: NameComparison) =>
  leftOver.length + rightOver.length === 0 && pairs.every(({ how }) => how !== 'initial');

const isExact = (name: NameComparison) => isFull(name) && name.pairs.every(({ how }) => how === 'same');
