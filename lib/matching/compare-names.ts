import type { Frequencies } from './frequencies';
import { isGivenName, isNickname } from './given-names';
import type { Name } from './name';
import { BRANCH_WORDS, GENERATIONS } from './name-words';
import { edits, isAlike, isSpelling, isSwap } from './spelling';

/**
 * How two words agree. `near` may well be a typing error, `alike` two names that look alike: both too close to be a
 * conflict and not close enough to trust. `letter`: the same single letter on both sides; `initial`: a letter and a
 * word that begins with it.
 */
export type Agreement =
  | 'same'
  | 'spelling'
  | 'near'
  | 'alike'
  | 'nickname'
  | 'letter'
  | 'initial'
  | 'short'
  | 'joined'
  | 'cut';

export interface WordPair {
  left: string;
  right: string;
  how: Agreement;
}

export interface NameComparison {
  pairs: WordPair[];
  leftOver: string[];
  rightOver: string[];
  /** Log-likelihood ratio of the names. */
  score: number;
  /** One side was cut off; what only the other has is no conflict. */
  cut: boolean;
  left: Name;
  right: Name;
  /** Only the legal names behind a DBA agree: an owner may have many shops. */
  legalNameOnly: boolean;
  /** Known to be a person's, by a first name stated or on the list of names; else it may be a business's. */
  person: boolean;
  /** Those of the two given names that are known as given names. */
  knownGiven: string[];
}

const WORTH: Record<Agreement, number> = {
  same: 1,
  spelling: 0.75,
  near: 0.4,
  alike: 0,
  nickname: 0.6,
  letter: 0,
  initial: 0,
  short: 0.7,
  joined: 0.9,
  cut: 0.6,
};
/** The first pair of words that differ, each further one, two that look alike, and a word on one side only. */
const CONFLICT = -6;
const FURTHER_CONFLICT = -2;
const ALIKE = -1;
const EXTRA_WORD = -0.8;
const EXTRA_BUSINESS_WORD = -1.5;
const EXTRA_BRANCH_WORD = -5;
/** Jr beside Sr, #12 beside #13; the mark on one side only; the same store number. */
const OTHER_MARK = -9;
const ONE_MARK = -5;
const SAME_NUMBER = 5;
/** The most that an initial is worth, whether it is the same initial or the beginning of a word. */
const INITIAL = 1.2;
/** A record can be cut only if its text is about as long as fields are. */
const SHORTEST_CUT = 18;
/** How long names are that fill a field; one less where the cut fell on a blank. */
const FIELD_WIDTHS = new Set([20, 24, 25, 28, 30, 32, 35, 40].flatMap((width) => [width - 1, width]));
/** A word on no more records than this, or this many times rarer than the other, may be a typing error. */
const RARE = 2;
const RARE_RATIO = 20;

/** Compares words as sets: order says nothing. */
export function compareNames(left: Name, right: Name, frequencies: Frequencies): NameComparison {
  const comparison: NameComparison = {
    pairs: [],
    leftOver: [...left.words],
    rightOver: [...right.words],
    score: 0,
    cut: false,
    left,
    right,
    legalNameOnly: false,
    person: !left.company && !right.company && (hasFirstName(left) || hasFirstName(right)),
    knownGiven: [left, right]
      .filter(({ given, givenStated }) => given !== '' && (givenStated || frequencies.isGivenName(given)))
      .map(({ given }) => given),
  };
  if (left.words.length === 0 || right.words.length === 0) return comparison;
  pairUp(comparison, (a, b) => (a === b ? (a.length === 1 ? 'letter' : 'same') : undefined));
  joinWords(comparison);
  markCut(comparison);
  if (comparison.leftOver.length > 0 && comparison.rightOver.length > 0) {
    const similar = (a: string, b: string) => wordAgreement(a, b, left, right, frequencies);
    pairUp(comparison, (a, b) => strong(similar(a, b)));
    pairUp(comparison, similar);
  }
  comparison.score = scoreOf(comparison, frequencies);
  return comparison;
}

const hasFirstName = ({ given, givenStated }: Name) => given !== '' && (givenStated || isGivenName(given));

/** The names tell two people, or two parts of an organisation, apart. */
export function isAnother({ left, right, pairs, leftOver, rightOver, cut }: NameComparison): boolean {
  if (left.generation !== right.generation || left.numbers !== right.numbers) return true;
  if (leftOver.length > 0 && rightOver.length > 0) return true;
  if (pairs.some(({ how }) => how === 'alike')) return true;
  return !cut && [...leftOver, ...rightOver].some((word) => BRANCH_WORDS.has(word));
}

/** Takes words that agree off both leftovers, in the order of the left name. */
function pairUp(comparison: NameComparison, agree: (a: string, b: string) => Agreement | undefined): void {
  const { leftOver, rightOver, pairs } = comparison;
  for (let i = 0; i < leftOver.length; i++) {
    const left = leftOver[i] as string;
    for (let j = 0; j < rightOver.length; j++) {
      const right = rightOver[j] as string;
      const how = agree(left, right);
      if (!how) continue;
      pairs.push({ left, right, how });
      leftOver.splice(i--, 1);
      rightOver.splice(j, 1);
      break;
    }
  }
}

const strong = (how: Agreement | undefined) =>
  how === 'near' || how === 'alike' || how === 'initial' ? undefined : how;

function wordAgreement(a: string, b: string, left: Name, right: Name, frequencies: Frequencies): Agreement | undefined {
  if (a.length === 1 || b.length === 1) return a.charAt(0) === b.charAt(0) ? 'initial' : undefined;
  if (isNickname(a, b)) return 'nickname';
  const company = left.company || right.company;
  const given = !company && (a === left.given || b === right.given);
  if (isInitials(a, b) || isInitials(b, a)) return 'initial';
  if (company && isShortForm(a, b)) return 'short';
  return spelling(a, b, given, company, frequencies);
}

/** `jp` beside `john`: two initials run together. */
function isInitials(a: string, b: string): boolean {
  return a.length === 2 && b.length > 2 && a.charAt(0) === b.charAt(0) && !/[aeiouy]/.test(a);
}

/** `deli` for `delicatessen`; three letters more at least, so that Grill stays apart from Grille. */
function isShortForm(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.length >= short.length + 3 && long.startsWith(short);
}

/**
 * Whether one word is the other written badly. Two words that both occur often are two words (Hansen, Hanson), and so
 * are two known given names (Maria, Mari); given names that differ at either end are siblings rather than errors,
 * unless one of them is no name at all (Conno).
 */
function spelling(
  a: string,
  b: string,
  given: boolean,
  company: boolean,
  frequencies: Frequencies,
): Agreement | undefined {
  const shorter = Math.min(a.length, b.length);
  if (company && shorter >= 4 && (a === `${b}s` || b === `${a}s`)) return 'spelling';
  if (BRANCH_WORDS.has(a) && BRANCH_WORDS.has(b)) return undefined;
  const alike = isAlike(a, b) ? 'alike' : undefined;
  const errorOfName = given && alike !== undefined && frequencies.isGivenName(a) !== frequencies.isGivenName(b);
  if ((isGivenName(a) && isGivenName(b)) || (given && isOtherEnding(a, b))) return alike;
  const oneEdit = errorOfName && shorter >= 5 && edits(a, b, 1) <= 1;
  if (!oneEdit && !isSpelling(a, b)) return alike;
  const [rarer, commoner] = [frequencies.wordCount(a), frequencies.wordCount(b)].sort((x, y) => x - y);
  if ((rarer ?? 0) > Math.max(RARE, (commoner ?? 0) / RARE_RATIO)) return alike;
  if (!(given || company) || isSwap(a, b)) return 'spelling';
  const sameEnds = a.charAt(0) === b.charAt(0) && a.charAt(a.length - 1) === b.charAt(b.length - 1);
  return sameEnds || errorOfName ? 'spelling' : 'near';
}

/** `michael` and `michaela`, `francisco` and `francisca`: one edit, and another person. */
function isOtherEnding(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const stem = long.replace(/[aeiouy]$/, '');
  return stem !== long && (stem === short || (a.length === b.length && stem === short.replace(/[aeiouy]$/, '')));
}

/** One side wrote together what the other wrote apart: `bel air` and `belair`, `elk i menzies` and `elki menzies`. */
function joinWords(comparison: NameComparison): void {
  const { left, right, leftOver, rightOver, pairs } = comparison;
  if (leftOver.length === 0 || rightOver.length === 0 || leftOver.length === rightOver.length) return;
  const whole = left.joined === right.joined;
  const a = leftOver.join('');
  const b = rightOver.join('');
  if (whole || a === b || (rightOver.length === 2 && a === `${rightOver[1]}${rightOver[0]}`)) {
    pairs.push({ left: leftOver.join(' '), right: rightOver.join(' '), how: 'joined' });
    leftOver.length = 0;
    rightOver.length = 0;
  }
}

/**
 * A field that was full: every word agrees up to the last, which is a beginning of a word of the other side; or all
 * do, the text is as long as a field, and the other goes on.
 */
function markCut(comparison: NameComparison): void {
  const { left, right, leftOver, rightOver, pairs } = comparison;
  if (left.length === right.length || leftOver.length + rightOver.length === 0) return;
  const cutLeft = left.length < right.length;
  const [short, over, others] = cutLeft ? [left, leftOver, rightOver] : [right, rightOver, leftOver];
  if (short.length < SHORTEST_CUT || over.length > 1 || others.length === 0) return;
  const stump = over[0];
  if (stump === undefined) {
    comparison.cut = FIELD_WIDTHS.has(short.length) && short.words.at(-1) === short.lastWord;
    return;
  }
  const at = others.findIndex((word) => word.length > stump.length && word.startsWith(stump));
  if (at < 0 || stump !== short.lastWord || GENERATIONS[stump]) return;
  const full = others[at] as string;
  pairs.push(cutLeft ? { left: stump, right: full, how: 'cut' } : { left: full, right: stump, how: 'cut' });
  over.length = 0;
  others.splice(at, 1);
  comparison.cut = true;
}

function scoreOf({ pairs, leftOver, rightOver, cut, left, right }: NameComparison, frequencies: Frequencies): number {
  let score = 0;
  for (const pair of pairs) {
    const worth =
      pair.how === 'same'
        ? frequencies.word(pair.left)
        : pair.how === 'joined'
          ? 8
          : Math.min(frequencies.word(pair.left), frequencies.word(pair.right));
    if (pair.how === 'alike') score += ALIKE;
    else if (pair.how === 'initial' || pair.how === 'letter') score += INITIAL;
    else score += WORTH[pair.how] * worth;
  }
  const conflicts = Math.min(leftOver.length, rightOver.length);
  if (conflicts > 0) score += CONFLICT + (conflicts - 1) * FURTHER_CONFLICT;
  else if (!cut) {
    const business = left.company || right.company;
    for (const word of leftOver.length > 0 ? leftOver : rightOver) {
      score += BRANCH_WORDS.has(word) ? EXTRA_BRANCH_WORD : business ? EXTRA_BUSINESS_WORD : EXTRA_WORD;
    }
  }
  if (left.generation !== right.generation) score += left.generation && right.generation ? OTHER_MARK : ONE_MARK;
  if (left.numbers !== right.numbers) score += left.numbers && right.numbers ? OTHER_MARK : ONE_MARK;
  else if (left.numbers) score += SAME_NUMBER;
  return score;
}
