/** Longest text that is looked at, in UTF-16 units: no real name or address line is longer, and a megabyte costs nothing. */
export const MAX_TEXT = 256;

const ASCII = /^[\x20-\x7e]*$/;
const MARKS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
const LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
const SPECIAL = /[ßøæœłđðþı]/g;

/** A text from whatever a field holds: numbers as text, anything else that is no text as ''. Cut at `MAX_TEXT`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/**
 * Lower case without accents: `Café ÅSTRÖM` -> `cafe astrom`. Marks go only from scripts in which they are ornament:
 * in Devanagari or Japanese they tell words apart.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(MARKS, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
}

/** The words of a folded text: runs of letters, digits and marks. */
export function wordsOf(folded: string): string[] {
  return folded.match(ASCII.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A whole number in 30 bits (a small integer for the engine) from a kind and texts; equal for equal input. */
export function hash(kind: number, a: string, b = ''): number {
  let h = Math.imul(kind + 0x9e37, 0x85ebca6b);
  for (let i = 0; i < a.length; i++) h = Math.imul(h ^ a.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ 0x1f, 0x01000193);
  for (let i = 0; i < b.length; i++) h = Math.imul(h ^ b.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 13;
  return h & 0x3fffffff;
}
