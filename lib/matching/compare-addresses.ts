import type { Address } from './address';
import { FULL_STREET_TYPES } from './address-words';
import type { Frequencies } from './frequencies';
import { edits, isSpelling } from './spelling';

/** Two values: the same, the same but for a typing error, different; or one is missing and nothing is known. */
export type Verdict = 'same' | 'near' | 'different' | 'unknown';

export interface AddressComparison {
  house: Verdict;
  street: Verdict;
  postal: Verdict;
  city: Verdict;
  unit: Verdict;
  box: Verdict;
  /** Second lines: building or estate. */
  place: Verdict;
  /** House and street agree. */
  sameHouse: boolean;
  /** The same, and not in two towns. */
  samePlace: boolean;
  /** Houses, streets or, for one street, towns are known on both sides and do not agree. */
  otherPlace: boolean;
  score: number;
}

const CAP = 14;
const OTHER_UNIT = -4;

export function compareAddresses(left: Address, right: Address, frequencies: Frequencies): AddressComparison {
  const house = verdict(left.house, right.house, nearHouse);
  const street = streetVerdict(left, right);
  const postal = verdict(left.postal, right.postal, (a, b) => edits(a, b, 1) <= 1);
  const city = verdict(left.city, right.city, nearCity);
  const unit = verdict(left.unit, right.unit, () => false);
  const box = verdict(left.box, right.box, () => false);
  const place = verdict(left.place, right.place, nearWord);
  const sameTown = isSameTown(postal, city) || agrees(place);
  const sameHouse = house === 'same' && agrees(street);
  const samePlace = sameHouse && sameTown;
  const otherTown = agrees(street) && !sameTown;
  const otherPlace = street === 'different' || house === 'different' || otherTown;

  let score = 0;
  if (agrees(street)) score += frequencies.street(left.street) * (street === 'same' ? 1 : 0.8);
  else if (street === 'different') score -= 3;
  if (house === 'same') score += agrees(street) || postal === 'same' ? frequencies.house(left.house) : 1;
  else if (house !== 'unknown') score -= house === 'near' ? 1 : 2;
  if (postal === 'same') score += frequencies.postal(left.postal);
  else if (postal !== 'unknown') score -= postal === 'near' ? 0.5 : 2;
  if (agrees(city)) score += postal === 'same' ? 0.3 : 1.5;
  else if (city === 'different') score -= 1;
  if (unit === 'same') score += 2;
  else if (unit === 'different') score += OTHER_UNIT;
  if (box === 'same') score += 3;
  if (agrees(place)) score += 2;
  if (samePlace) score = Math.max(score, frequencies.place(left) + (unit === 'different' ? OTHER_UNIT : 0));
  return {
    house,
    street,
    postal,
    city,
    unit,
    box,
    place,
    sameHouse,
    samePlace,
    otherPlace,
    score: Math.min(CAP, score),
  };
}

export const agrees = (verdict: Verdict) => verdict === 'same' || verdict === 'near';

function verdict(a: string, b: string, near: (a: string, b: string) => boolean): Verdict {
  if (a === '' || b === '') return 'unknown';
  if (a === b) return 'same';
  return near(a, b) ? 'near' : 'different';
}

/**
 * Two lines that changed places are the same street. North Main and South
 * Main are two, and so are Oak Street and Oak Avenue; a missing direction or kind says nothing.
 */
function streetVerdict(left: Address, right: Address): Verdict {
  let streets = verdict(left.street, right.street, nearStreet);
  if (streets === 'different' && agrees(verdict(left.street, right.place, nearWord))) {
    if (agrees(verdict(left.place, right.street, nearWord))) streets = 'near';
  }
  if (agrees(streets) && isOther(left.direction, right.direction)) return 'different';
  if (agrees(streets) && left.type && right.type && left.type !== right.type) return 'different';
  if (streets === 'near' && /\d/.test(left.street + right.street)) return 'different';
  return streets;
}

/** By the postal code if there are two, unless the cities say the same: a Main Street is in every town. */
function isSameTown(postal: Verdict, city: Verdict): boolean {
  if (agrees(postal) || city === 'same') return true;
  return postal === 'unknown' && city !== 'different';
}

/** Cities are few and written badly often; more than a city must agree anyway. */
function nearCity(a: string, b: string): boolean {
  const limit = Math.min(3, Math.floor(Math.min(a.length, b.length) / 3));
  return nearWord(a, b) || edits(a, b, limit) <= limit;
}

/** No letter in common: `n` and `s`, `e` and `nw`. */
function isOther(left: string, right: string): boolean {
  return left !== '' && right !== '' && ![...left].some((letter) => right.includes(letter));
}

/** Also with the kind of street glued to its name, as in `gosse street` and `gossestreet`. */
function nearStreet(a: string, b: string): boolean {
  if (nearWord(a, b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length < short.length + 4 || !long.startsWith(short)) return false;
  const rest = long.slice(short.length);
  return FULL_STREET_TYPES.some((type) => edits(rest, type, 2) <= 2);
}

function nearWord(a: string, b: string): boolean {
  if (isSpelling(a, b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 6 && (long.startsWith(short) || long.endsWith(short));
}

/** A digit more, less, other, or two swapped; never at one digit, where every other house would be near. */
function nearHouse(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 2 && edits(a, b, 1) <= 1;
}
