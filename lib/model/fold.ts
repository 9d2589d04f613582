/**
 * What two texts have in common once the noise is gone. Sides re-case, trim and re-punctuate what they are sent, and
 * people type the same thing in many ways; comparing folded texts is how an edit is told from that.
 */

export const APOSTROPHES = /['’‘ʼ`´′]/g;
/** Latin, Greek and Cyrillic accents only: in other scripts combining marks are vowels, and vowels make names. */
const ACCENTS = /[\u0300-\u036f]/g;
/** A dot between single letters: `N.Y.`, `L.L.C.`, `J.R.` are one word. */
const INITIAL_DOT = /(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * Case, accents and compatibility forms gone, punctuation kept. Upper-casing is not undone by lower-casing (`ß` becomes
 * `SS`, sigma has two small forms, Greek iotas come out from under their vowel), so all is brought to what a side that
 * upper-cases would make of it.
 */
export function foldCase(text: string): string {
  return text.toUpperCase().normalize('NFKD').replace(ACCENTS, '').toLowerCase().toUpperCase();
}

/** The words of a text in their order, folded: no case, accents or punctuation, `&` as `AND`. Blank gives none. */
export function foldWords(text: string): string[] {
  return foldCase(text.replace(APOSTROPHES, ''))
    .replace(APOSTROPHES, '')
    .replace(/&/g, ' AND ')
    .replace(INITIAL_DOT, '$1')
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');
}

/** Words as one key without blanks (`Mc Donald` is `McDonald`), save between digits: `1 12` is not `11 2`. */
export function joinWords(words: readonly string[]): string {
  return words.join(' ').replace(/(?<!\p{N}) | (?!\p{N})/gu, '');
}

/** A text of symbols alone (`***`) has no words; it stands for itself, because only blank may equal blank. */
export function foldKey(text: string): string {
  return joinWords(foldWords(text)) || foldCase(text).trim();
}

/** True for what no system tells from nothing: absent, empty, blanks. */
export function isBlank(value: string | null | undefined): boolean {
  return value === null || value === undefined || value.trim() === '';
}
