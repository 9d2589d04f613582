import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composePersonName, samePerson, splitPersonName } from '../../lib/model/person-name';
import { asRevioKeeps, revioParts, stationName } from './names';

const split = (name: string): string[] => Object.values(splitPersonName(name));
const parts = (firstName: string, middleName: string, lastName: string) => ({ firstName, middleName, lastName });

describe('splitPersonName', () => {
  const table: [string, string, [string, string, string]][] = [
    ['plain', 'John Smith', ['John', '', 'Smith']],
    ['plain with a middle name', 'John Quincy Smith', ['John', 'Quincy', 'Smith']],
    ['Last, First', 'Smith, John', ['John', '', 'Smith']],
    ['Last, First Middle', 'Smith, John Michael', ['John', 'Michael', 'Smith']],
    ['upper case', 'SMITH, JOHN', ['JOHN', '', 'SMITH']],
    ['upper case without a blank', 'SMITH,JOHN', ['JOHN', '', 'SMITH']],
    ['a single name', 'Madonna', ['', '', 'Madonna']],
    ['a comma and nothing', 'Smith,', ['', '', 'Smith']],
    ['double and outer blanks', '  John   Smith ', ['John', '', 'Smith']],
    ['blank', '   ', ['', '', '']],
    ['a comma alone', ',', ['', '', '']],
    ['a couple', 'John & Mary Smith', ['John & Mary', '', 'Smith']],
    ['a couple with and', 'John and Mary Smith', ['John and Mary', '', 'Smith']],
    ['a couple without blanks', 'John&Mary Smith', ['John & Mary', '', 'Smith']],
    ['a couple, Last, First', 'Smith, John & Mary', ['John & Mary', '', 'Smith']],
    ['a couple with a middle name', 'Smith, John Q & Mary Ann', ['John Q & Mary Ann', '', 'Smith']],
    ['a couple of two surnames', 'John Smith & Mary Jones', ['John Smith & Mary', '', 'Jones']],
    ['two whole names', 'Smith, John & Jones, Mary', ['John Smith & Mary', '', 'Jones']],
    ['a couple without a surname', 'John & Mary', ['', '', 'John & Mary']],
    ['a suffix', 'John Smith Jr', ['John', '', 'Smith Jr']],
    ['a suffix after a comma', 'John Smith, Jr.', ['John', '', 'Smith Jr.']],
    ['a suffix last', 'Smith, John, Jr', ['John', '', 'Smith Jr']],
    ['a suffix between', 'Smith, Jr, John', ['John', '', 'Smith Jr']],
    ['a suffix with the last name', 'Smith Jr, John', ['John', '', 'Smith Jr']],
    ['a suffix with the first name', 'Smith, John Jr', ['John', '', 'Smith Jr']],
    ['two suffixes', 'John Smith III, M.D.', ['John', '', 'Smith III M.D.']],
    ['V as an initial', 'Smith, John V', ['John', 'V', 'Smith']],
    ['particles', 'Jan van der Berg', ['Jan', '', 'van der Berg']],
    ['particles in Last, First', 'van der Berg, Jan', ['Jan', '', 'van der Berg']],
    ['particles at the end', 'Berg, Jan van der', ['Jan', '', 'van der Berg']],
    ['particles and a middle name', 'Maria Elena de la Cruz', ['Maria', 'Elena', 'de la Cruz']],
    ['particles only', 'De La Cruz', ['', '', 'De La Cruz']],
    ['a given name that is a particle', 'Van Morrison', ['Van', '', 'Morrison']],
    ['a given name before a particle', 'Al St. John', ['Al', '', 'St. John']],
    ["O' apart", "John O' Brien", ['John', '', "O' Brien"]],
    ['O as an initial', 'John O Brien', ['John', 'O', 'Brien']],
    ['hyphens and apostrophes', "Anne-Marie O'Brien-Smith", ['Anne-Marie', '', "O'Brien-Smith"]],
    ['two surnames in Last, First', 'Garcia Lopez, Maria', ['Maria', '', 'Garcia Lopez']],
    ['a title', 'Dr. John Smith', ['John', '', 'Smith']],
    ['a title in Last, First', 'Smith, Mrs Mary', ['Mary', '', 'Smith']],
    ['titles of a couple', 'Mr & Mrs John Smith', ['John', '', 'Smith']],
    ['titles of a couple alone', 'Mr. and Mrs. Smith', ['', '', 'Smith']],
    ['another script', 'Андрей Иванов', ['Андрей', '', 'Иванов']],
    ['a full-width comma', '李，小龙', ['小龙', '', '李']],
    ['symbols', '***', ['', '', '***']],
  ];
  for (const [title, name, expected] of table) {
    it(`${title}: "${name}"`, () => assert.deepEqual(split(name), expected));
  }

  it('keeps the words of the fields that Rev.io holds, where a plain name does not tell', () => {
    const like = parts('Mary Ann', '', 'Garcia Lopez');
    assert.deepEqual(splitPersonName('Mary Ann Jones', like), parts('Mary Ann', '', 'Jones'));
    assert.deepEqual(splitPersonName('JONES, MARY ANN B', like), parts('MARY ANN', 'B', 'JONES'));
    assert.deepEqual(splitPersonName('Marta Garcia Lopez', like), parts('Marta', '', 'Garcia Lopez'));
    assert.deepEqual(splitPersonName('Mary Ann & John Jones', like), parts('Mary Ann & John', '', 'Jones'));
    assert.deepEqual(splitPersonName('Lopez, Marta Garcia', like), parts('Marta', 'Garcia', 'Lopez'));
  });

  it('S3: is the same person in the fields of any other name, and when Rev.io has cut it there', () => {
    fc.assert(
      fc.property(
        stationName,
        fc.oneof(
          revioParts,
          stationName.map((name) => splitPersonName(name)),
        ),
        (name, like) => {
          const sent = splitPersonName(name, like);
          assert.ok(samePerson(sent, splitPersonName(name)), JSON.stringify(sent));
          assert.ok(samePerson(asRevioKeeps(sent), splitPersonName(name)), JSON.stringify(sent));
          assert.equal(composePersonName(asRevioKeeps(sent), name), name);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('composePersonName', () => {
  it('keeps the form of the name at the station', () => {
    const jones = parts('John', 'M', 'Jones');
    assert.equal(composePersonName(jones, 'Smith, John M'), 'Jones, John M');
    assert.equal(composePersonName(jones, 'SMITH, JOHN M'), 'JONES, JOHN M');
    assert.equal(composePersonName(jones, 'John Smith'), 'John M Jones');
    assert.equal(composePersonName(jones), 'John M Jones');
    assert.equal(composePersonName(parts('John', '', 'Smith Jr'), 'Smith, John'), 'Smith Jr, John');
  });

  it('keeps what Rev.io has no field for: the middle name behind its initial, the title', () => {
    assert.equal(composePersonName(parts('John', 'M', 'Jones'), 'Smith, John Michael'), 'Jones, John Michael');
    assert.equal(composePersonName(parts('Mary', '', 'Jones'), 'Mrs Mary Smith'), 'Mrs Mary Jones');
    assert.equal(composePersonName(parts('Mary', '', 'Jones'), 'Smith, Mrs. Mary'), 'Jones, Mrs. Mary');
  });

  it("drops them with the first name, and the middle name when Rev.io's is another or gone", () => {
    assert.equal(composePersonName(parts('Peter', 'M', 'Smith'), 'Smith, Mr John Michael'), 'Smith, Peter M');
    assert.equal(composePersonName(parts('John', 'Q', 'Smith'), 'Smith, John Michael'), 'Smith, John Q');
    assert.equal(composePersonName(parts('John', '', 'Smith'), 'Smith, John Michael'), 'Smith, John');
  });

  it('leaves a name alone that says the same', () => {
    assert.equal(
      composePersonName(parts('John', 'M', 'Smith Jr'), 'SMITH, JOHN MICHAEL, JR.'),
      'SMITH, JOHN MICHAEL, JR.',
    );
    assert.equal(composePersonName(parts('John', 'Michael', 'Smith'), 'Smith, John M'), 'Smith, John Michael');
  });

  it('turns a new name round only where that keeps the fields apart', () => {
    assert.equal(composePersonName(parts('Maria', '', 'Garcia Lopez')), 'Garcia Lopez, Maria');
    assert.equal(composePersonName(parts('Maria', '', 'Garcia Lopez'), 'Maria Garcia'), 'Maria Garcia Lopez');
  });

  it('never lets a form change who it is', () => {
    assert.equal(composePersonName(parts('Jr', '', 'Jones'), 'Smith, John'), 'Jr Jones');
    assert.equal(composePersonName(parts('John', '', 'Smith, Jr'), ''), 'John Smith Jr');
    assert.equal(composePersonName(parts('John', 'M', ''), 'John M.D. Smith'), 'John M');
  });

  it('S3: every name, split and composed in the form of any other name, is the same person', () => {
    fc.assert(
      fc.property(stationName, stationName, (name, like) => {
        const there = splitPersonName(name);
        for (const form of [undefined, name, like]) {
          const back = composePersonName(there, form);
          assert.ok(samePerson(splitPersonName(back), there), `"${back}"`);
        }
        assert.equal(composePersonName(there, name), name);
      }),
      { numRuns: 500 },
    );
  });

  it('S3: a name as Rev.io keeps it, composed and split, is the same person, in upper case too', () => {
    fc.assert(
      fc.property(revioParts, stationName, (there, like) => {
        for (const form of [undefined, like]) {
          const sent = composePersonName(there, form);
          for (const kept of [sent, sent.toUpperCase(), ` ${sent} `]) {
            assert.ok(samePerson(splitPersonName(kept), there), `"${kept}"`);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('S3: a name that went to Rev.io and lost all but the initial there changes nothing at the station', () => {
    fc.assert(
      fc.property(stationName, (name) => {
        const kept = asRevioKeeps(splitPersonName(name));
        assert.ok(samePerson(kept, splitPersonName(name)));
        assert.equal(composePersonName(kept, name), name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('samePerson', () => {
  it('takes an initial for the middle name, and no middle name for another person', () => {
    assert.ok(samePerson(parts('John', 'M', 'Smith'), parts('JOHN', 'Michael', 'SMITH')));
    assert.ok(!samePerson(parts('John', '', 'Smith'), parts('John', 'M', 'Smith')));
    assert.ok(!samePerson(parts('John', 'Mark', 'Smith'), parts('John', 'Michael', 'Smith')));
  });

  it('tells generations, and namesakes whose names are turned round', () => {
    assert.ok(!samePerson(parts('John', '', 'Smith Jr'), parts('John', '', 'Smith')));
    assert.ok(!samePerson(parts('James', '', 'Thomas'), parts('Thomas', '', 'James')));
  });

  it('does not mind in which field a second name stands', () => {
    assert.ok(samePerson(parts('Mary Ann', '', 'Smith'), parts('Mary', 'A', 'Smith')));
    assert.ok(samePerson(parts('Maria', '', 'Garcia Lopez'), splitPersonName('MARIA GARCIA LOPEZ')));
    assert.ok(samePerson(parts('Mary Ann', 'B', 'Smith'), splitPersonName('Smith, Mary Ann Beth')));
    assert.ok(samePerson(parts('Maria', 'L', 'Garcia Lopez'), splitPersonName('Maria Luisa Garcia Lopez')));
    assert.ok(!samePerson(parts('Mary Ann', '', 'Smith'), parts('Mary Alice', '', 'Smith')));
  });

  it('is reflexive and symmetric', () => {
    fc.assert(
      fc.property(revioParts, revioParts, (a, b) => {
        assert.ok(samePerson(a, a));
        assert.equal(samePerson(a, b), samePerson(b, a));
      }),
    );
  });
});
