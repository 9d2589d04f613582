import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { readBytes } from './read-bytes';

const HEADER = 'DealerId,VIN,Stock\n';
const GOOD = 'D1,1M8GDM9AXKP042788,S9';

/** Rows in which quotes and line ends fall anywhere. */
const soup = fc
  .array(fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', 'a', 'é', '1HGCM82633A004352', 'D1,', `${GOOD}\n`), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('dealer-feed parser: any text', () => {
  it('is read alike however it is cut into chunks (F11)', async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (text, chunk) => {
        const bytes = Buffer.from(HEADER + text);
        const whole = await readBytes(bytes, SHIPPED_PROFILES.generic);
        const pieces = await readBytes(bytes, SHIPPED_PROFILES.generic, { chunk });
        assert.deepEqual({ ...pieces, refused: pieces.refused?.code }, { ...whole, refused: whole.refused?.code });
      }),
      { numRuns: 400 },
    );
  });

  it('costs no good row that follows it (F11)', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async (text) => {
        const lines = Array.from({ length: 3 }, () => GOOD).join('\n');
        const { rows, refused } = await readBytes(
          Buffer.from(`${HEADER}${text}\n${lines}\n`),
          SHIPPED_PROFILES.generic,
        );
        if (refused) return;
        const good = rows.filter(({ vin, stock }) => vin === '1M8GDM9AXKP042788' && stock === 'S9').length;
        assert.ok(good >= 3, `${good} of 3`);
      }),
      { numRuns: 400 },
    );
  });

  it('every line that is not blank is told of, unless it is inside a quoted text (F11)', async () => {
    const row = fc.constantFrom(GOOD, 'a,b', '"', 'D1,,', ',"x', '"a"b,c,d', 'D1,1M8GDM9AXKP042788,"S"" 9"');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (list) => {
        const bytes = Buffer.from(HEADER + list.map((line) => `${line}\n`).join(''));
        const { rows, quarantined, refused } = await readBytes(bytes, SHIPPED_PROFILES.generic);
        if (refused) return;
        const told = [...rows, ...quarantined].map(({ line }) => line);
        assert.equal(new Set(told).size, told.length, 'no line twice');
        for (const line of told) assert.ok(line >= 2 && line <= list.length + 1, `line ${line}`);
        list.forEach((text, index) => {
          if (text === GOOD) assert.ok(told.includes(index + 2), `line ${index + 2} of ${JSON.stringify(list)}`);
        });
      }),
      { numRuns: 400 },
    );
  });
});
