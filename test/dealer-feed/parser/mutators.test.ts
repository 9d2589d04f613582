import assert from 'node:assert/strict';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { MUTATORS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { type Reading, readBytes } from './read-bytes';

const ROWS = 40;
const profile = SHIPPED_PROFILES.generic;
const vehicles = new VehicleSupply(new Random(7)).lot(ROWS);
const feed = Buffer.from(writeFeed('generic', [{ dealerId: 'D1', name: 'One', vehicles }]));

type Expected = (reading: Reading) => void;

const refused =
  (code: string): Expected =>
  (reading) => {
    assert.equal(reading.refused?.code, code);
    assert.deepEqual([reading.rows, reading.quarantined], [[], []]);
  };
/** All rows but those that are quarantined for the reasons given. */
const kept =
  (...reasons: string[]): Expected =>
  ({ rows, quarantined, refused }) => {
    assert.equal(refused, undefined);
    assert.deepEqual(
      quarantined.map(({ reason }) => reason),
      reasons,
    );
    assert.equal(rows.length, ROWS - reasons.length);
  };
const warned =
  (code: string): Expected =>
  (reading) => {
    kept()(reading);
    assert.deepEqual(
      reading.rows.flatMap(({ warnings }) => warnings.map((warning) => warning.code)),
      [code],
    );
  };
const sameAsWhole: Expected = ({ rows, quarantined }) => {
  assert.deepEqual(
    rows.map(({ vin }) => vin),
    vehicles.map(({ vin }) => vin),
  );
  assert.deepEqual(quarantined, []);
};

const EXPECTED: Record<keyof typeof MUTATORS, Expected> = {
  bom: sameAsWhole,
  crlf: sameAsWhole,
  cr: sameAsWhole,
  windows1252: sameAsWhole,
  quotedNewline: sameAsWhole,
  strayInchMark: sameAsWhole,
  openQuote: kept('UNCLOSED_QUOTE'),
  extraTrailingColumn: kept('WRONG_COLUMN_COUNT'),
  extraBlankColumn: sameAsWhole,
  missingTrailingColumn: kept('WRONG_COLUMN_COUNT'),
  duplicateRow: ({ rows, quarantined }) => {
    assert.equal(rows.length, ROWS + 1);
    assert.deepEqual(quarantined, []);
  },
  oneVinTwoStocks: ({ rows }) => {
    const stocks = new Map<string, string[]>();
    for (const { vin, stock } of rows) stocks.set(vin, [...(stocks.get(vin) ?? []), stock]);
    const doubled = [...stocks.values()].filter((list) => list.length > 1);
    assert.equal(doubled.length, 1);
    // In the file's order: the engine takes the last.
    assert.match(doubled[0]?.[1] ?? '', /^[NUC]9\d{5}$/);
  },
  lowerCaseVin: sameAsWhole,
  letterOInVin: (reading) => {
    warned('VIN_LETTER')(reading);
    assert.equal(reading.rows.filter(({ vin }) => vin.includes('O')).length, 1, 'the O is not made a zero');
  },
  shortVin: warned('VIN_LENGTH'),
  blankVin: kept('NO_VIN'),
  nanVin: kept('NO_VIN'),
  nullStock: ({ rows }) => assert.equal(rows.filter(({ stock }) => stock === '').length, 1),
  unitsInNumbers: ({ rows }) => {
    assert.equal(rows.length, ROWS);
    for (const { vehicle } of rows) assert.match(`${vehicle.mileage} ${vehicle.price}`, /^\d+ \d+$/);
  },
  renamedHeader: refused('WRONG_HEADER'),
  oddlySpeltHeader: sameAsWhole,
  headerInTheMiddle: ({ rows, quarantined }) => {
    assert.equal(rows.length, ROWS);
    assert.deepEqual(
      quarantined.map(({ reason }) => reason),
      ['HEADER_AGAIN'],
    );
  },
  otherHeaderInTheMiddle: refused('SECOND_HEADER'),
  empty: refused('EMPTY_FILE'),
  blankLines: refused('EMPTY_FILE'),
  headerOnly: refused('HEADER_ONLY'),
  nul: refused('NUL_BYTES'),
  nulInside: refused('NUL_BYTES'),
  htmlPage: refused('HTML_PAGE'),
  wrongDelimiter: refused('WRONG_HEADER'),
  reversed: ({ rows }) => {
    assert.deepEqual(
      rows.map(({ vin }) => vin).reverse(),
      vehicles.map(({ vin }) => vin),
    );
  },
  ninetyPercentGone: ({ rows }) => assert.equal(rows.length, ROWS / 10),
};

describe('dealer-feed parser: every mutator of the fixture list (F1, F5, F11)', () => {
  for (const [name, mutate] of Object.entries(MUTATORS)) {
    for (const chunk of [undefined, 7]) {
      it(`${name}${chunk ? `, in chunks of ${chunk} bytes` : ''}`, async () => {
        for (let seed = 1; seed <= 5; seed += 1) {
          const bytes = mutate(feed, new Random(seed));
          const reading = await readBytes(bytes, profile, chunk ? { chunk } : {});
          EXPECTED[name as keyof typeof MUTATORS](reading);
        }
      });
    }
  }

  it('says in a sentence what to do about each refusal (F1)', async () => {
    for (const mutate of Object.values(MUTATORS)) {
      const { refused: error } = await readBytes(mutate(feed, new Random(1)), profile);
      if (error) assert.match(error.message, /^[A-Z].{30,}\.$/s);
    }
  });
});
