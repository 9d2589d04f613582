import fc from 'fast-check';
import { middleInitial, type PersonName } from '../../lib/model/person-name';

/** What names are made of, the unkind included: titles, particles and suffixes anywhere, commas, other scripts. */
const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...'John Mary Ann Smith Jones Garcia López O’Brien Smith-Jones McDonald JOHN SMITH straße Σίσυφος Андрей 小龙'.split(
        ' ',
      ),
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('J', 'Q.', 'V', 'é', 'J.R.', 'ß') },
  { weight: 2, arbitrary: fc.constantFrom('van', 'der', 'De', 'la', 'St.', 'Mc', "O'", 'Al', 'VAN') },
  { weight: 1, arbitrary: fc.constantFrom('Jr', 'Sr.', 'III', 'MD', 'M.D.', 'ph.d.') },
  { weight: 1, arbitrary: fc.constantFrom('Mr', 'Mrs.', 'Dr', 'rev') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const joint = fc.oneof(
  { weight: 8, arbitrary: fc.constant(' ') },
  { weight: 2, arbitrary: fc.constantFrom(', ', ',', ' , ') },
  { weight: 1, arbitrary: fc.constantFrom(' & ', ' and ', '&', '  ') },
);

/** A name as a station might hold it. */
export const stationName = fc
  .array(fc.tuple(word, joint), { maxLength: 7 })
  .map((pieces) =>
    pieces.map(([text, between], index) => (index < pieces.length - 1 ? text + between : text)).join(''),
  );

const part = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '));

/** Rev.io's three fields as people fill them, the middle cut to one initial. */
export const revioParts: fc.Arbitrary<PersonName> = fc
  .record({ firstName: part, middleName: part, lastName: part })
  .map(asRevioKeeps);

/** What Rev.io returns of what it was sent: `middle_initial` holds one letter. */
export function asRevioKeeps(parts: PersonName): PersonName {
  return { ...parts, middleName: middleInitial(parts.middleName) };
}
