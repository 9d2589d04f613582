import type { RowWarning } from './feed-row';

/** Trimmed, upper case, without blanks and dashes. An O stays an O: it is told of, never turned into a zero. */
export function normaliseVin(text: string): string {
  if (/^[A-Z0-9]*$/.test(text)) return text;
  return text.replace(/[\s\u00a0-]+/g, '').toUpperCase();
}

/** The first thing in a text that has the shape of a VIN, normalised: whose row a line is that cannot be read as one. */
export function findVin(text: string): string | undefined {
  return /(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])/i.exec(text)?.[0].toUpperCase();
}

/** Values of the letters, A to Z; 0 for those that no VIN has (49 CFR 565). */
const LETTERS = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VALUES = new Map<number, number>([
  ...Array.from({ length: 10 }, (_, digit) => [0x30 + digit, digit] as const),
  ...LETTERS.map((value, index) => [0x41 + index, value] as const),
]);

/** What is wrong with a normalised VIN; `undefined` for one that is right in North America, whose law the check digit is. */
export function vinProblem(vin: string): RowWarning | undefined {
  if (vin.length !== 17) {
    return { code: 'VIN_LENGTH', message: `The VIN has ${vin.length} characters; a VIN has 17.` };
  }
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) {
    return {
      code: 'VIN_LETTER',
      message: 'The VIN holds a letter that no VIN has: I, O and Q are left out, for 1 and 0.',
    };
  }
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (VALUES.get(vin.charCodeAt(i)) ?? 0) * (WEIGHTS[i] ?? 0);
  const digit = sum % 11;
  if (vin[8] === (digit === 10 ? 'X' : String(digit))) return undefined;
  return {
    code: 'VIN_CHECK_DIGIT',
    message: 'The check digit of the VIN, its ninth character, does not fit: a typing error, or a car from abroad.',
  };
}
