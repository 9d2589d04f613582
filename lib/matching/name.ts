import { isGivenName } from './given-names';
import {
  ABBREVIATIONS,
  BUSINESS_WORDS,
  GENERATIONS,
  LEGAL_FORMS,
  NUMBER_WORDS,
  PLACEHOLDER_WORDS,
  STOP_WORDS,
  TITLES,
  WEAK_STOP_WORDS,
} from './name-words';
import { fold, MAX_TEXT, textOf, wordsOf } from './text';
import type { MatchRecord } from './types';

/** A name taken apart for comparing. */
export interface Name {
  /** Distinct words that say who it is, given name first where that can be told. */
  words: string[];
  /** The words run together: finds `Elk I Menzies` beside `Elki Menzies`. */
  joined: string;
  /** The word that is, or stands where, a person's given name is; '' for a business or a single word. */
  given: string;
  /** A field of the record says that this is the given name. */
  givenStated: boolean;
  company: boolean;
  /** `jr`, `sr`, `2`, … or ''. */
  generation: string;
  /** Store, unit and phase numbers, sorted, with a blank between. */
  numbers: string;
  /** Two people: `John & Mary Smith`. */
  couple: boolean;
  /** The word printed last and how long the text was: a full field may have cut it. */
  lastWord: string;
  length: number;
  /** Longer than what is looked at, so that its end is not known. */
  overlong: boolean;
}

/** What is known of a name besides its text. */
interface Hints {
  firstName: string;
  company: boolean;
  person: boolean;
}

const MAX_WORDS = 12;
const DBA =
  /(?:^|[\s,(-])(?:d\s?[/.]\s?b\s?[/.]\s?a|dba|t\/a|a\/?k\/?a|f\/?k\/?a|doing business as|trading as)[\s.:)]+/;
const CARE_OF = /\s(?:c\/o|attn:?|care of)\s.*$/;
const LETTER = /^[a-zа-яα-ω]$/;
const DIGIT = /\d/;

export const NO_NAME: Name = Object.freeze({
  words: [],
  joined: '',
  given: '',
  givenStated: false,
  company: false,
  generation: '',
  numbers: '',
  couple: false,
  lastWord: '',
  length: 0,
  overlong: false,
});

/** The name of a record and the other names it goes by: both halves of a DBA, the company beside the person. */
export function namesOf(record: MatchRecord): { name: Name; others: Name[] } {
  const firstName = textOf(record.firstName);
  const lastName = textOf(record.lastName);
  const companyName = textOf(record.companyName);
  const full = textOf(record.name) || companyName || `${firstName} ${lastName}`.trim();
  const hints: Hints = {
    firstName: fold(firstName),
    company: (companyName !== '' && !firstName) || record.kind === 'business',
    person: record.kind === 'residential' || (firstName !== '' && lastName !== ''),
  };
  const overlong = typeof record.name === 'string' && record.name.length > MAX_TEXT;
  const text = fold(full);
  const halves = text.includes('a') ? text.split(DBA).map((half) => half.trim()) : [text];
  if (halves.length === 2 && halves[0] && halves[1]) {
    const sides = [parseName(halves[1], { ...hints, company: true }), parseName(halves[0], hints)];
    const whole = parseName(`${halves[0]} ${halves[1]}`, { ...hints, company: true });
    return { name: { ...whole, overlong }, others: sides.filter((side) => side.words.length > 0) };
  }
  const name = parseName(text, hints);
  if (overlong) name.overlong = true;
  if (companyName && record.name && fold(companyName) !== text) {
    const company = parseName(fold(companyName), { firstName: '', company: true, person: false });
    if (company.joined !== name.joined && company.words.length > 0) return { name, others: [company] };
  }
  return { name, others: [] };
}

/** Takes a folded name apart. */
export function parseName(folded: string, hints: Hints = { firstName: '', company: false, person: false }): Name {
  const text = folded
    .replace(/['’`´ʼ]/g, '')
    .replace(/[&+]/g, ' and ')
    .replace(CARE_OF, '')
    .replace(/\b[a-z](?:\.[a-z])+\b/g, (dotted) => joinInitials(dotted.split('.')).join(' '));
  const comma = text.indexOf(',');
  const before = joinInitials(wordsOf(comma < 0 ? text : text.slice(0, comma)));
  const after = comma < 0 ? [] : joinInitials(wordsOf(text.slice(comma + 1)));
  const lastWord = (after.length > 0 ? after : before).at(-1) ?? '';
  const flipped = after.some((word) => !LEGAL_FORMS.has(word) && !GENERATIONS[word]);
  const printed = flipped ? [...after, ...before] : [...before, ...after];

  const found = sift(printed, hints.company);
  let { words } = found;
  const numbers = [...new Set(found.numbers)].sort();
  if (words.length === 0) words = numbers.length > 0 ? numbers : found.dropped;
  if (words.every((word) => PLACEHOLDER_WORDS.has(word))) words = [];
  words = [...new Set(words)].slice(0, MAX_WORDS);

  const company =
    hints.company ||
    (!hints.person && (found.legal || numbers.length > 0 || words.some((word) => BUSINESS_WORDS.has(word))));
  const stated = wordsOf(hints.firstName)[0];
  const given = company ? '' : givenName(words, stated, flipped);
  return {
    words,
    joined: words.join(''),
    given,
    givenStated: given !== '' && given === stated,
    company,
    generation: found.generation,
    numbers: numbers.join(' '),
    couple: !company && found.couple,
    lastWord: ABBREVIATIONS.get(lastWord) ?? lastWord,
    length: folded.trim().length,
    overlong: folded.length >= MAX_TEXT,
  };
}

function givenName(words: string[], stated: string | undefined, flipped: boolean): string {
  if (stated && words.includes(stated)) return stated;
  if (words.length < 2) return words[0] && isGivenName(words[0]) ? words[0] : '';
  if (flipped || isGivenName(words[0] as string)) return words[0] as string;
  return words.find(isGivenName) ?? (words[0] as string);
}

/** `j r` and `j.r.` stay apart, lest they become `Jr`; other single letters in a row are one word: `j p` = `jp`. */
function joinInitials(words: string[]): string[] {
  const out: string[] = [];
  let run: string[] = [];
  const flush = () => {
    const joined = run.join('');
    if (run.length > 1 && !GENERATIONS[joined]) out.push(joined);
    else out.push(...run);
    run = [];
  };
  for (const word of words) {
    if (LETTER.test(word)) run.push(word);
    else {
      if (run.length > 0) flush();
      out.push(word);
    }
  }
  if (run.length > 0) flush();
  return out;
}

interface Sifted {
  words: string[];
  numbers: string[];
  /** Words left out that are all there is of some names (`The Company`). */
  dropped: string[];
  generation: string;
  legal: boolean;
  couple: boolean;
}

/** Sorts the words of a name into what they are. */
function sift(printed: string[], company: boolean): Sifted {
  const out: Sifted = { words: [], numbers: [], dropped: [], generation: '', legal: false, couple: false };
  const many = printed.length > 3;
  for (let i = 0; i < printed.length; i++) {
    const word = printed[i] as string;
    const next = printed[i + 1];
    if (word === 'and') {
      const neighbours = [printed[i - 1], next];
      if (neighbours.every((other) => other && !TITLES.has(other) && !LEGAL_FORMS.has(other))) out.couple = true;
    } else if (i > 0 && GENERATIONS[word] && isGenerationHere(word, i, printed)) {
      out.generation = GENERATIONS[word];
    } else if (LEGAL_FORMS.has(word)) {
      out.legal = true;
      out.dropped.push(word);
    } else if (STOP_WORDS.has(word) || (many && WEAK_STOP_WORDS.has(word))) {
      out.dropped.push(word);
    } else if (!company && TITLES.has(word) && printed.length > 1) {
      out.dropped.push(word);
    } else if (NUMBER_WORDS.has(word) && isBeforeNumber(i, printed)) {
      out.dropped.push(word);
    } else if (DIGIT.test(word) && !ABBREVIATIONS.has(word)) {
      out.numbers.push(word.replace(/^0+(?=.)/, ''));
    } else {
      out.words.push(ABBREVIATIONS.get(word) ?? word);
    }
  }
  return out;
}

/** `store 12`, and `store` in `store no 12`. */
function isBeforeNumber(at: number, printed: string[]): boolean {
  const [next, second] = [printed[at + 1] ?? '', printed[at + 2] ?? ''];
  return /^\d+$/.test(next) || (NUMBER_WORDS.has(next) && /^\d+$/.test(second));
}

/** `Senior Center` and `Junior League` are no generations: the long forms count only at the end. */
function isGenerationHere(word: string, at: number, printed: string[]): boolean {
  if (word !== 'junior' && word !== 'senior') return true;
  return printed.slice(at + 1).every((later) => LEGAL_FORMS.has(later));
}
