import {
  DIRECTIONS,
  EXONYMS,
  FULL_STREET_TYPES,
  ORDINALS,
  PLACE_WORDS,
  STREET_TYPES,
  UNIT_WORDS,
} from './address-words';
import { isSpelling } from './spelling';
import { fold, textOf, wordsOf } from './text';
import type { MatchRecord } from './types';

/** An address taken apart for comparing; what is not there is ''. */
export interface Address {
  /** `12`, `12b`, `12-14`, `12 1/2`. */
  house: string;
  /** The street's own words run together, without type and direction: `main`. */
  street: string;
  /** `st`, `ave`, … */
  type: string;
  /** `n`, `sw`, … */
  direction: string;
  unit: string;
  /** Number of a post-office box: no place where an alarm is. */
  box: string;
  /** Five digits, or what the country uses; leading zeros gone, since spreadsheets drop them. */
  postal: string;
  city: string;
  /** A second line that is neither street nor unit: a building or an estate. */
  place: string;
}

export const NO_ADDRESS: Address = Object.freeze({
  house: '',
  street: '',
  type: '',
  direction: '',
  unit: '',
  box: '',
  postal: '',
  city: '',
  place: '',
});

const BOX =
  /\b(?:p\.?\s*o\.?\s*|post(?:al)?\s*(?:office\s*)?|general\s*)(?:box|drawer|bx)\s*#?\s*(\w+)|\bbox\s+#?(\d+)/;
/** Says where on the street it is, which is no part of its name. */
const CROSSING = /\s(?:between|btwn|bet|near|off|corner|cnr|at|@)\s.*$/;
const HOUSE = /^(\d+(?:-?[a-z])?(?:\s*-\s*\d+[a-z]?)?(?:\s+1\/[234])?)(?=$|[\s,.])/;
/** `12Main Street`, but not `1st Street`. */
const GLUED_HOUSE = /^(\d+)(?=(?!st|nd|rd|th)[a-z]{3})/;
/** `3/45 Smith St`: unit 3 in house 45. */
const UNIT_SLASH_HOUSE = /^(\d+[a-z]?)\s*\/\s*(\d+[a-z]?)(?=\s)/;
const UNIT =
  /(?:\b(apt|apartment|unit|ste|suite|rm|room|fl|floor|bldg|building|lot|spc|space|trlr|trailer)\b\.?\s*#?\s*|#\s*)([a-z]?\d+[a-z]?|[a-z])\b/g;

export function addressOf(record: MatchRecord): Address {
  const source = record.address;
  if (!source || typeof source !== 'object') return NO_ADDRESS;
  const first = streetLine(fold(textOf(source.line1)));
  const second = streetLine(fold(textOf(source.line2)));
  const swap = second.house !== '' && second.street !== '' && first.house === '';
  const main = swap ? second : first;
  const rest = swap ? first : second;
  return {
    house: main.house,
    street: main.street || rest.street,
    type: main.type,
    direction: main.direction,
    unit: main.unit || rest.unit || (main.street !== '' && rest.street === '' ? rest.house : ''),
    box: main.box || rest.box,
    postal: postalOf(textOf(source.postalCode)),
    city: cityOf(fold(textOf(source.city))),
    place: main.street !== '' && rest.house === '' ? rest.street : '',
  };
}

type Line = Pick<Address, 'house' | 'street' | 'type' | 'direction' | 'unit' | 'box'>;

function streetLine(folded: string): Line {
  let text = folded.replace(CROSSING, '').trim();
  if (text === '') return NO_ADDRESS;
  const box = BOX.exec(text);
  if (box) text = text.replace(BOX, ' ').trim();
  const units: string[] = [];
  let house = '';
  const slashed = UNIT_SLASH_HOUSE.exec(text);
  if (slashed) {
    units.push(slashed[1] as string);
    house = slashed[2] as string;
    text = text.slice(slashed[0].length);
  } else {
    const numbered = HOUSE.exec(text) ?? GLUED_HOUSE.exec(text);
    if (numbered) {
      house = (numbered[1] as string).replace(/\s*-\s*/, '-').replace(/^0+(?=\d)/, '');
      text = text.slice(numbered[0].length);
    }
  }
  text = text.replace(/['’`´ʼ]/g, '').replace(UNIT, (_whole, kind: string | undefined, unit: string) => {
    units.push(kind === 'bldg' || kind === 'building' ? `b${unit}` : unit.replace(/^0+(?=.)/, ''));
    return ' ';
  });
  return { house, ...streetOf(wordsOf(text)), unit: units.sort().join(' '), box: box?.[1] ?? box?.[2] ?? '' };
}

/** Type and direction leave the street's words, unless nothing would be left (`North Ave`, `Avenue Road`). */
function streetOf(words: string[]): Pick<Address, 'street' | 'type' | 'direction'> {
  let type = '';
  let direction = '';
  const core: string[] = [];
  for (const [i, word] of words.entries()) {
    const asType = STREET_TYPES.get(word);
    const asDirection = DIRECTIONS.get(word);
    if (asType && !(i === 0 && word === 'st')) type = asType;
    else if (asDirection && (i === 0 || i >= words.length - 2)) direction = asDirection;
    else if (!UNIT_WORDS.has(word))
      core.push(ORDINALS.get(word) ?? (word === 'st' ? 'saint' : (PLACE_WORDS.get(word) ?? word)));
  }
  if (type === '' && core.length > 1) type = takeBadType(core);
  if (core.length > 0) return { street: core.slice(0, 8).join(''), type, direction };
  if (direction) return { street: words.find((word) => DIRECTIONS.has(word)) ?? '', type, direction: '' };
  return { street: words.join(''), type: '', direction: '' };
}

/** Takes a kind of street written badly off the end: `main steet`, `main s treet`. */
function takeBadType(core: string[]): string {
  for (const count of core.length > 2 ? [1, 2] : [1]) {
    const end = core.slice(-count).join('');
    const found = FULL_STREET_TYPES.find((type) => end === type || (end.length >= 5 && isSpelling(end, type)));
    if (!found) continue;
    core.length -= count;
    return STREET_TYPES.get(found) ?? '';
  }
  return '';
}

function postalOf(text: string): string {
  const code = fold(text).replace(/[^a-z0-9]/g, '');
  const digits = /^\d{5}/.test(code) ? code.slice(0, 5) : code.slice(0, 8);
  return digits.replace(/^0+/, '');
}

function cityOf(folded: string): string {
  const city = wordsOf(folded.replace(/['’`´ʼ.]/g, ''))
    .map((word) => PLACE_WORDS.get(word) ?? word)
    .join('');
  return EXONYMS.get(city) ?? city;
}
