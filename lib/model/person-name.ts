import { APOSTROPHES, foldCase, foldKey, isBlank } from './fold';

/**
 * One name field at the monitoring station, three at Rev.io. The two ways between them must agree for **every** name,
 * or a pair would be rewritten each cycle (S3). So nothing here guesses twice: `splitPersonName` reads a name by fixed
 * rules, `composePersonName` writes only what reads back as the same person, and `samePerson` compares two names by
 * how they read when written out plainly, whatever fields their words stand in.
 */

/** A person's name as Rev.io keeps it; a part that is missing is `''`. The suffix (`Jr`) stands with the last name. */
export interface PersonName {
  firstName: string;
  middleName: string;
  lastName: string;
}

/** A name as read: its parts, the form it had, and the title, for which Rev.io has no field. */
interface Reading extends PersonName {
  title: string;
  lastFirst: boolean;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const TITLES = set('MR MRS MS MISS MX DR PROF REV');
/** No `V` and no `I`: they are initials more often. With dots only where no initials look the same (`J.R.`). */
const SUFFIXES = set('JR SR II III IV VI VII VIII 2ND 3RD 4TH ESQ MD M.D DDS D.D.S DMD DVM PHD PH.D CPA');
const PARTICLES = set(
  "VAN VON DER DEN DE DU DES LA LE LOS LAS DEL DELLA DI DA DOS DAS SAN ST STE TER TEN ZU ZUM ZUR AF AL EL BIN BINT IBN ABU MC MAC O' D' L' O’ D’ L’",
);
/** Particles that are given names too: at the start of a name they are read as one. */
const GIVEN_PARTICLES = set('AL VAN SAN');

const word = (text: string): string => foldCase(text).replace(/\.+$/, '');
const isTitle = (text: string | undefined): boolean => text !== undefined && TITLES.has(word(text));
const isSuffix = (text: string | undefined): boolean => text !== undefined && SUFFIXES.has(word(text));
const isParticle = (text: string | undefined): boolean => text !== undefined && PARTICLES.has(word(text));
const isAnd = (text: string | undefined): boolean => text !== undefined && (text === '&' || word(text) === 'AND');

const COMMA = /[,，]/;
const AND_BETWEEN = /\s*&\s*|\s+and\s+/i;
const wordsOf = (text: string): string[] => text.replace(/&/g, ' & ').trim().split(/\s+/).filter(Boolean);

/** Takes the titles off the start: `Mr`, `Mr & Mrs`. At least `keep` words stay. */
function takeTitles(words: string[], keep: number): string[] {
  const titles: string[] = [];
  while (words.length > keep && isTitle(words[0])) {
    titles.push(...words.splice(0, 1));
    if (words.length > keep + 1 && isAnd(words[0]) && isTitle(words[1])) titles.push(...words.splice(0, 1));
  }
  return titles;
}

/** Takes the words that `belongs` says are not part of it off the end; the first always stays. */
function takeFromEnd(words: string[], belongs: (text: string | undefined) => boolean): string[] {
  const taken: string[] = [];
  while (words.length > 1 && belongs(words.at(-1)) && !isAnd(words.at(-2))) taken.unshift(...words.splice(-1));
  return taken;
}

/** A couple's given names stay together: there is one middle initial, and it would be either's. */
function givenNames(words: string[]): Pick<PersonName, 'firstName' | 'middleName'> {
  if (words.some(isAnd)) return { firstName: words.join(' '), middleName: '' };
  return { firstName: words[0] ?? '', middleName: words.slice(1).join(' ') };
}

/** Where the last name starts in words written plainly, suffixes taken off. */
function lastNameStart(words: string[]): number {
  let start = words.length - 1;
  // `John & Mary`: no surname that both share; kept whole as the last name.
  if (isAnd(words[start - 1])) return 0;
  while (start > 1 && isParticle(words[start - 1]) && !isAnd(words[start - 2])) start--;
  const first = words[0] ?? '';
  return start === 1 && words.length > 2 && isParticle(first) && !GIVEN_PARTICLES.has(word(first)) ? 0 : start;
}

/** `First Middle Last`. */
function readPlain(words: string[], suffixes: string[]): Reading {
  const titles = takeTitles(words, 1);
  suffixes.unshift(...takeFromEnd(words, isSuffix));
  const start = Math.max(0, lastNameStart(words));
  return {
    ...givenNames(words.slice(0, start)),
    lastName: [...words.slice(start), ...suffixes].join(' '),
    title: titles.join(' '),
    lastFirst: false,
  };
}

/** `Last, First Middle`, with the suffix at the end of either half. */
function readLastFirst(last: string[], given: string[], suffixes: string[]): Reading {
  const titles = [...takeTitles(last, 1), ...takeTitles(given, 0), ...takeFromEnd(given, isTitle)];
  suffixes.unshift(...takeFromEnd(given, isSuffix));
  // `Berg, Jan van der`
  const particles = takeFromEnd(given, isParticle);
  const title = titles.join(' ');
  if (given.length === 0) return { ...readPlain(last, suffixes), title };
  return { ...givenNames(given), lastName: [...particles, ...last, ...suffixes].join(' '), title, lastFirst: true };
}

function read(name: string): Reading {
  const people = name.split(AND_BETWEEN);
  if (people.length > 1 && people.every((person) => COMMA.test(person))) {
    // `Smith, John & Jones, Mary`: two whole names.
    return readPlain(wordsOf(people.map((person) => plain(read(person))).join(' & ')), []);
  }
  const [first = [], ...others] = name
    .split(COMMA)
    .map(wordsOf)
    .filter((words) => words.length > 0);
  // `John Smith, MD` and `Smith, John, Jr`
  const suffixes = others.filter((words) => words.every(isSuffix)).flat();
  const given = others.filter((words) => !words.every(isSuffix)).flat();
  return given.length > 0 ? readLastFirst(first, given, suffixes) : readPlain(first, suffixes);
}

/** The parts written out in their order. A comma in a part would turn the name round when it is read. */
function plain(parts: PersonName): string {
  return wordsOf(
    [parts.firstName, parts.middleName, parts.lastName].join(' ').replace(new RegExp(COMMA, 'g'), ' '),
  ).join(' ');
}

/**
 * One name as a monitoring station holds it, as Rev.io's three fields.
 *
 * - `Last, First Middle` and `First Middle Last`; a single name is the last name.
 * - `Jr`, `III`, `MD` stay with the last name (Rev.io has no field for them), wherever they stood: `Smith Jr`.
 * - `van der`, `de la`, `O'` belong to the last name; a couple's given names (`John & Mary`) are the first name, with
 *   no middle. Two surnames (`John Smith & Mary Jones`) are `John Smith & Mary` and `Jones`: it reads right on an
 *   invoice and comes back the same.
 * - `Mr`, `Dr` are left out: they are no part of who it is. `composePersonName` takes them from the station's name.
 * - `like` is what Rev.io holds now: where the words are the same, its first and last names keep their words
 *   (`Mary Ann`, `Garcia Lopez`), which a plain name does not tell.
 */
export function splitPersonName(name: string, like?: Partial<PersonName>): PersonName {
  const { firstName, middleName, lastName, lastFirst } = read(name);
  const parts = { firstName, middleName, lastName };
  if (!like) return parts;
  const given = wordsOf(`${firstName} ${middleName}`);
  const last = wordsOf(lastName);
  if (!lastFirst) moveStart(given, last, like.lastName ?? '');
  const kept = wordsOf(like.firstName ?? '').length;
  const keepsFirst = !given.some(isAnd) && sameText(given.slice(0, kept).join(' '), like.firstName);
  const names =
    keepsFirst && kept > 0
      ? { firstName: given.slice(0, kept).join(' '), middleName: given.slice(kept).join(' ') }
      : givenNames(given);
  return { ...names, lastName: last.join(' ') };
}

/** Moves the words of `lastName` that were read as given names over to the last name; a given name always stays. */
function moveStart(given: string[], last: string[], lastName: string): void {
  const moved = wordsOf(lastName).length - last.length;
  if (moved <= 0 || moved >= given.length || isAnd(given.at(-moved - 1))) return;
  if (!sameText([...given.slice(-moved), ...last].join(' '), lastName)) return;
  last.unshift(...given.splice(-moved));
}

/** Mostly asked of values that nobody touched, for every pair of every cycle: those are not folded. */
function sameText(a: string | undefined, b: string | undefined): boolean {
  return a === b || foldKey(a ?? '') === foldKey(b ?? '');
}

/**
 * What Rev.io's `middle_initial` holds of a middle name: its first letter in upper case, `J` of `(jack)`. The same
 * before and after a side upper-cases the name; `''` of blank.
 */
export function middleInitial(middleName: string): string {
  const upper = middleName.toUpperCase().normalize('NFC').replace(APOSTROPHES, '').trim();
  return /[\p{L}\p{N}]/u.exec(upper)?.[0] ?? [...upper][0] ?? '';
}

const isInitial = (middleName: string): boolean => sameText(middleName, middleInitial(middleName));

/** Rev.io keeps one initial, so an initial equals every middle name with that letter; none equals only none. */
function sameMiddle(a: string, b: string): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (sameText(a, b)) return true;
  return (isInitial(a) || isInitial(b)) && sameText(middleInitial(a), middleInitial(b));
}

const sameParts = (a: PersonName, b: PersonName): boolean =>
  sameText(a.firstName, b.firstName) && sameText(a.lastName, b.lastName) && sameMiddle(a.middleName, b.middleName);

/**
 * Whether two names are the same person's, noise apart: the parts agree, or they do when both are written out and read
 * again, or when one is read in the fields of the other; so that it does not matter in which field a second given name
 * or surname stands.
 *
 * Reflexive and symmetric. Not transitive through an initial (`Ann` = `A` = `Alice`), and must not be: `A` is all that
 * Rev.io keeps of either, and yet a change from one to the other is an edit.
 */
export function samePerson(a: PersonName, b: PersonName): boolean {
  if (sameParts(a, b)) return true;
  const [nameA, nameB] = [plain(a), plain(b)];
  return (
    sameParts(read(nameA), read(nameB)) ||
    sameParts(splitPersonName(nameA, b), b) ||
    sameParts(splitPersonName(nameB, a), a)
  );
}

const isUpperCase = (text: string): boolean => text === text.toUpperCase() && text !== text.toLowerCase();

/** Of an initial and the middle name that it stands for, the name. */
function withFullerMiddle(parts: PersonName, now: PersonName): PersonName {
  const fuller = sameMiddle(parts.middleName, now.middleName) && now.middleName.length > parts.middleName.length;
  return fuller && sameText(parts.firstName, now.firstName) ? { ...parts, middleName: now.middleName } : parts;
}

const joinFilled = (texts: string[], between: string): string => texts.filter((text) => text !== '').join(between);

const inOrder = (parts: PersonName, title: string): string => joinFilled([title, plain(parts)], ' ');

const lastFirst = ({ firstName, middleName, lastName }: PersonName, title: string): string => {
  const given = inOrder({ firstName, middleName, lastName: '' }, title);
  return joinFilled([plain({ firstName: '', middleName: '', lastName }), given], ', ');
};

/**
 * Rev.io's three fields as the one name of a monitoring station; reads back as the same person (`samePerson`).
 *
 * `like` is the name at the station now. What says the same is returned as it stands. Else its form is kept: the order
 * of `Last, First`, upper case when it is all upper case, the title, and the middle name of which Rev.io holds only
 * the initial (title and middle name only while the first name stays). Without `like` the name is written plainly, or
 * as `Last, First` where only that keeps the fields apart (`Garcia Lopez, Maria`). A form in which it would read as
 * somebody else (`Jr Jones` as `Jones, Jr`) is passed over for the plain one.
 */
export function composePersonName(parts: PersonName, like = ''): string {
  const now = read(like);
  const wanted = withFullerMiddle(parts, now);
  if (like !== '' && samePerson(parts, now) && wanted.middleName.length <= now.middleName.length) return like;

  const title = sameText(parts.firstName, now.firstName) ? now.title : '';
  const casing = (form: string): string => (isUpperCase(like) ? form.toUpperCase() : form);
  const forms = [wanted, parts]
    .map((each) => (now.lastFirst ? lastFirst(each, title) : inOrder(each, title)))
    .map(casing)
    .filter((form) => samePerson(read(form), parts));
  const [best = casing(plain(parts))] = forms;
  if (!isBlank(like) || sameParts(read(best), parts)) return best;
  const turned = lastFirst(parts, '');
  return sameParts(read(turned), parts) ? turned : best;
}
