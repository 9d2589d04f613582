import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isBlank,
  isCutOrRecased,
  type NamedParty,
  sameName,
  sameNameAtFirstLink,
  sameValue,
  TWO_WAY_FIELDS,
} from '../../lib/model/compare';
import { foldKey } from '../../lib/model/fold';
import { composePersonName, splitPersonName } from '../../lib/model/person-name';
import { type Address, BLANK_ADDRESS } from '../../lib/model/records';
import { revioParts, stationName } from './names';

const business = (name: string): NamedParty => ({ kind: 'business', name });
const person = (name: string): NamedParty => ({ kind: 'residential', name });
const ADDRESS_FIELDS = Object.keys(BLANK_ADDRESS) as (keyof Address)[];

describe('two-way fields', () => {
  it('S5: are the name and each line of the address', () => {
    assert.deepEqual(TWO_WAY_FIELDS, ['name', ...ADDRESS_FIELDS]);
  });
});

describe('sameValue', () => {
  const same: [keyof Address, string, string][] = [
    ['line1', '14 Mill Street', '14 MILL ST.'],
    ['line1', '14 North Mill Street', '14 N. Mill St'],
    ['line1', '14 Mill St, Apt 4', '14 Mill St #4'],
    ['line1', 'P.O. Box 12', 'PO BOX 12'],
    ['line1', 'P O Box 12', 'Post Office Box 12'],
    ['line1', '1 Saint John St', '1 St. John Street'],
    ['line1', "3 O'Hare Blvd", '3 OHARE BOULEVARD'],
    ['line1', '8 Straße', '8 STRASSE'],
    ['line2', 'Apt 4B', '#4-b'],
    ['line2', 'Suite 200', 'STE. 200'],
    ['line2', 'Unit 7', 'Apartment 7'],
    ['line2', '', '   '],
    ['city', 'Saint Louis', 'St. Louis'],
    ['city', 'Montréal', 'MONTREAL'],
    ['state', 'New York', 'ny'],
    ['state', 'N.Y.', 'NY'],
    ['state', 'Québec', 'QC'],
    ['state', 'Nowhere', 'NOWHERE '],
    ['postalCode', '12345', '12345-6789'],
    ['postalCode', '123456789', '12345-6789'],
    ['postalCode', 'k1a 0b1', 'K1A0B1'],
  ];
  for (const [field, a, b] of same) it(`${field}: "${a}" is "${b}"`, () => assert.ok(sameValue(field, a, b)));

  const different: [keyof Address, string, string][] = [
    ['line1', '14 Mill St', '41 Mill St'],
    ['line1', '14 Mill St', '14 Mill Ave'],
    ['line1', '14 N Mill St', '14 S Mill St'],
    ['line1', '1 12th St', '11 2th St'],
    ['line1', '14 Mill St', '14 Mill St Apt 4'],
    ['line1', '***', ''],
    ['line2', 'Apt 4', 'Apt 5'],
    ['line2', 'Apt 4', ''],
    ['line2', 'Suite', ''],
    ['city', 'Albany', 'Troy'],
    ['state', 'NY', 'NJ'],
    ['state', 'NY', ''],
    ['postalCode', '12345', '12346'],
    ['postalCode', '12345-6789', '12345-0001'],
    ['postalCode', '12345', ''],
  ];
  for (const [field, a, b] of different) {
    it(`${field}: "${a}" is not "${b}"`, () => assert.ok(!sameValue(field, a, b)));
  }

  const pieces = fc.constantFrom(
    ...'14 1 2 Mill St Street N North Apt # Unit 4 -B 4b Ste P.O. PO Box Saint NY N.Y. & and . , ß SS 12345 -6789 É *'.split(
      ' ',
    ),
    '',
    ' ',
  );
  const value = fc.oneof(
    fc.array(pieces, { maxLength: 5 }).map((words) => words.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );

  it('is an equivalence, the postal code by its first five digits apart', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        for (const field of ADDRESS_FIELDS) {
          assert.ok(sameValue(field, a, a));
          assert.equal(sameValue(field, a, b), sameValue(field, b, a));
          if (field !== 'postalCode' && sameValue(field, a, b)) {
            assert.equal(sameValue(field, a, c), sameValue(field, b, c), field);
          }
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(sameValue('postalCode', '12345-6789', '12345') && sameValue('postalCode', '12345', '12345-0001'));
  });

  it('S3: upper case and trimming are never an edit', () => {
    fc.assert(
      fc.property(value, (text) => {
        for (const field of ADDRESS_FIELDS) assert.ok(sameValue(field, text, `${text.toUpperCase()} `.trim()), field);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing but blank for blank', () => {
    fc.assert(
      fc.property(value, (text) => {
        for (const field of ADDRESS_FIELDS)
          if (sameValue(field, text, '')) assert.ok(isBlank(text), `${field} "${text}"`);
      }),
    );
  });
});

describe('foldKey', () => {
  it('S3: is the same for every letter and its upper case', () => {
    const changed: string[] = [];
    for (let code = 0; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const letter = String.fromCodePoint(code);
      if (foldKey(letter) !== foldKey(letter.toUpperCase())) changed.push(code.toString(16));
    }
    assert.deepEqual(changed, []);
  });

  it('keeps the vowel signs of other scripts', () => {
    assert.notEqual(foldKey('राम'), foldKey('रमा'));
  });
});

describe('sameName', () => {
  it('businesses: without case, punctuation and blanks, & as and, companyName first', () => {
    assert.ok(sameName(business('Ash & Birch Dental'), business('ASH AND BIRCH  DENTAL')));
    assert.ok(sameName(business("Joe's Pizza, Inc."), business('JOES PIZZA INC')));
    assert.ok(sameName(business('L.L. Bean'), business('LL BEAN')));
    assert.ok(sameName({ kind: 'business', name: 'x', companyName: 'Acme' }, business('ACME')));
    assert.ok(!sameName(business('Acme'), business('Acme Inc')));
    assert.ok(!sameName(business('Store 1 12'), business('Store 11 2')));
    assert.ok(!sameName(business('East Bank'), business('Bank East')));
    assert.ok(!sameName(business('***'), business('')));
  });

  it('persons: one name against three fields', () => {
    const revio = {
      kind: 'residential',
      name: 'John M Smith',
      firstName: 'John',
      middleName: 'M',
      lastName: 'Smith',
    } as const;
    for (const name of ['Smith, John Michael', 'SMITH,JOHN M', 'john m. smith', 'Mr John M Smith']) {
      assert.ok(sameName(person(name), revio), name);
    }
    for (const name of ['Smith, John', 'Smith, Jon M', 'Smith Jr, John M', 'John Smith & Mary Smith', '']) {
      assert.ok(!sameName(person(name), revio), name);
    }
  });

  it('a person and a business: the words of the whole name', () => {
    assert.ok(sameName(person('Smith, John'), business('John Smith')));
    assert.ok(sameName(person('Mr John Smith'), business('MR JOHN SMITH')));
    assert.ok(!sameName(person('Smith, John'), business('John Smith LLC')));
  });

  it('is reflexive and symmetric, and transitive among businesses', () => {
    const kind = fc.constantFrom('business', 'residential', 'other');
    const party: fc.Arbitrary<NamedParty> = fc.record({ kind, name: stationName }) as fc.Arbitrary<NamedParty>;
    fc.assert(
      fc.property(party, party, (a, b) => {
        assert.ok(sameName(a, a));
        assert.equal(sameName(a, b), sameName(b, a));
        assert.equal(sameNameAtFirstLink(a, b), sameNameAtFirstLink(b, a));
        if (sameName(a, b)) assert.ok(sameNameAtFirstLink(a, b));
      }),
    );
    fc.assert(
      fc.property(stationName, stationName, stationName, (a, b, c) => {
        const [x, y, z] = [business(a), business(b), business(c)];
        if (sameName(x, y)) assert.equal(sameName(x, z), sameName(y, z));
      }),
    );
  });

  it('S3: a station name is the same as itself split and composed', () => {
    fc.assert(
      fc.property(stationName, (name) => {
        assert.ok(sameName(person(name), { ...person(''), ...splitPersonName(name) }));
        assert.ok(sameName(person(name), person(composePersonName(splitPersonName(name)))));
      }),
    );
  });

  it("S3: Rev.io's fields are the same as the name composed of them, upper-cased on save", () => {
    fc.assert(
      fc.property(revioParts, (parts) => {
        const sent = composePersonName(parts);
        assert.ok(sameName({ ...person(sent), ...parts }, person(sent.toUpperCase())));
      }),
    );
  });
});

describe('sameNameAtFirstLink', () => {
  it('also ignores legal forms and the order of words', () => {
    assert.ok(sameNameAtFirstLink(business('Acme Alarm, Inc.'), business('ACME ALARM LLC')));
    assert.ok(sameNameAtFirstLink(business('Smith & Co.'), business('Smith')));
    assert.ok(sameNameAtFirstLink(business('Bakery, The'), business('The Bakery L.L.C.')));
    assert.ok(sameNameAtFirstLink(person('SMITH JOHN'), person('John Smith')));
    assert.ok(sameNameAtFirstLink(person('Smith, John Q'), person('John Quincy Smith')));
  });

  it('does not ignore all of a name', () => {
    assert.ok(!sameNameAtFirstLink(business('The Limited'), business('The Company Store')));
    assert.ok(!sameNameAtFirstLink(business('Company Inc'), business('Limited')));
    assert.ok(!sameNameAtFirstLink(business('Acme'), business('')));
    assert.ok(!sameNameAtFirstLink(person('Smith, John'), person('Smith, John Jr')));
  });
});

describe('isCutOrRecased', () => {
  it('S3: recognises our value after a side changed it on save', () => {
    const sent = '14 North Mill Street, rear building';
    assert.ok(isCutOrRecased(sent, sent.toUpperCase()));
    assert.ok(isCutOrRecased(`  ${sent} `, sent));
    assert.ok(isCutOrRecased(sent, sent.slice(0, 20)));
    assert.ok(isCutOrRecased('Birch Lane', 'BIRCH L'));
  });

  it('takes anything else for an edit', () => {
    assert.ok(!isCutOrRecased('14 Mill Street', ''));
    assert.ok(!isCutOrRecased('14 Mill Street', '14 M'));
    assert.ok(!isCutOrRecased('14 Mill Street', '14 Mill Strand'));
    assert.ok(!isCutOrRecased('14 Mill Street', '14 Mill Street 2'));
    assert.ok(!isCutOrRecased('', 'x'));
  });

  it('holds for every value, re-cased, padded or cut at 20 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (sent) => {
        const trimmed = sent.trim().replace(/\s+/g, ' ');
        assert.ok(isCutOrRecased(sent, `${sent.toUpperCase()}   `));
        if (trimmed.length > 20 && trimmed[19] !== ' ') assert.ok(isCutOrRecased(sent, trimmed.slice(0, 20)));
      }),
    );
  });
});

describe('isBlank', () => {
  it('is true for absent, empty and blanks alone', () => {
    for (const value of [undefined, null, '', ' \t']) assert.ok(isBlank(value));
    assert.ok(!isBlank('x'));
  });
});
