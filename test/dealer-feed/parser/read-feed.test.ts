import assert from 'node:assert/strict';
import { plainNumber } from '../../../lib/dealer-feed/parser/row-mapper';
import { normaliseVin, vinProblem } from '../../../lib/dealer-feed/parser/vin';
import type { FeedProfile } from '../../../lib/dealer-feed/profiles/profile';
import { profileOf } from '../../../lib/dealer-feed/profiles/settings';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { FEED_FORMATS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { readBytes } from './read-bytes';

const generic = SHIPPED_PROFILES.generic;
const GOOD = '1HGCM82633A004352';
const OTHER = '1M8GDM9AXKP042788';
const text = (lines: string[], end = '\n') => Buffer.from(lines.join('\n') + end);

async function vinsOf(bytes: Buffer, profile: FeedProfile = generic) {
  const { rows, quarantined, refused } = await readBytes(bytes, profile);
  return refused
    ? refused.code
    : [rows.map(({ vin }) => vin), quarantined.map(({ line, reason }) => `${line} ${reason}`)];
}

describe('dealer-feed parser: rows', () => {
  for (const format of FEED_FORMATS) {
    it(`reads what ${format} writes`, async () => {
      const vehicles = new VehicleSupply(new Random(11)).lot(30);
      const feed = Buffer.from(writeFeed(format, [{ dealerId: 'MP92137_name', name: 'One', vehicles }]));
      const { rows, quarantined } = await readBytes(feed, SHIPPED_PROFILES[format], { dealerId: 'MP92137_name' });
      assert.deepEqual(quarantined, []);
      assert.deepEqual(
        rows.map(({ vin, stock, dealerId, vehicle }) => ({ vin, stock, dealerId, ...vehicle })),
        vehicles.map(({ type: _type, body, ...vehicle }) => ({
          ...vehicle,
          // DealerCenter has no body column.
          ...(format === 'dealercenter' ? {} : { body }),
          dealerId: 'MP92137_name',
          year: String(vehicle.year),
          mileage: String(vehicle.mileage),
          price: String(vehicle.price),
        })),
      );
      assert.deepEqual([...new Set(rows.flatMap(({ warnings }) => warnings))], []);
    });
  }

  it('keeps the type code as the file writes it, unless the profile has another word for it', async () => {
    const bytes = text(['DealerId,VIN,Stock,New/Used', `D1,${GOOD},S1,N`]);
    const [plain, worded] = await Promise.all([
      readBytes(bytes, generic),
      readBytes(bytes, { ...generic, typeCodes: { n: 'New' } }),
    ]);
    assert.deepEqual([plain.rows[0]?.systemCode, worded.rows[0]?.systemCode], ['N', 'New']);
  });

  it('honours the words of a status column', async () => {
    const lines = ['active', 'SOLD', 'Delete', ' inactive ', ''].map(
      (status, i) => `D1,1HGCM82633A00435${i},S,${status}`,
    );
    const { rows } = await readBytes(text(['DealerId,VIN,Stock,Status', ...lines]), generic);
    assert.deepEqual(
      rows.map(({ status }) => status),
      ['active', 'gone', 'gone', 'gone', undefined],
    );
  });

  it('reads a pipe-delimited file without a header by position', async () => {
    const profile = profileOf({
      profile: 'custom',
      custom: {
        delimiter: 'pipe',
        quote: '',
        header: false,
        columns: [
          { column: 'dealerId', source: '1' },
          { column: 'vin', source: '3' },
          { column: 'stock', source: '2' },
        ],
      },
    });
    const { rows } = await readBytes(text([`D7|S1|${GOOD}|19" wheels`, `D7|S2|${OTHER}|"`]), profile);
    assert.deepEqual(
      rows.map(({ line, dealerId, stock, vin }) => [line, dealerId, stock, vin]),
      [
        [1, 'D7', 'S1', GOOD],
        [2, 'D7', 'S2', OTHER],
      ],
    );
    assert.equal(await vinsOf(text(['D7|S1']), profile), 'WRONG_HEADER');
  });

  it('a row without a dealer is quarantined, never guessed', async () => {
    assert.deepEqual(await vinsOf(text(['DealerId,VIN,Stock', `nan,${GOOD},S1`, `D1,${OTHER},S2`])), [
      [OTHER],
      ['2 NO_DEALER'],
    ]);
  });

  it('checks VINs as strictly as the profile says', async () => {
    const bytes = text(['DealerId,VIN,Stock', 'D1,1HGCM82633A123456,S1']);
    const reading = async (vinCheck: FeedProfile['vinCheck']) => readBytes(bytes, { ...generic, vinCheck });
    assert.equal((await reading('strict')).quarantined[0]?.reason, 'BAD_VIN');
    assert.equal((await reading('warn')).rows[0]?.warnings[0]?.code, 'VIN_CHECK_DIGIT');
    assert.deepEqual((await reading('off')).rows[0]?.warnings, []);
  });

  it('leaves blank lines and rows of nothing but delimiters out, and counts lines right all the same', async () => {
    const bytes = text(['DealerId,VIN,Stock', '', ',,', `D1,"${GOOD}","S\r\n1"`, '', `D1,,S2`, `D1,${OTHER},S3`], '');
    const { rows, quarantined } = await readBytes(bytes, generic);
    assert.deepEqual(
      [...rows, ...quarantined].map(({ line }) => line),
      [4, 8, 7],
    );
  });
});

describe('dealer-feed parser: quotes that csv-parse would follow into the next vehicles (F11)', () => {
  const header = 'DealerId,VIN,Stock,Note';

  it('an open quote that the next quote closes costs its own line only', async () => {
    const rows = [`D1,${GOOD},S1,"open`, `D1,${OTHER},S2,"closed"`, 'D1,11111111111111111,S3,plain'];
    assert.deepEqual(await vinsOf(text([header, ...rows])), [[OTHER, '11111111111111111'], ['2 UNCLOSED_QUOTE']]);
  });

  it('an open quote in the middle of a row', async () => {
    const rows = [`D1,${GOOD},"S1,x`, `D1,${OTHER},"S2",y`];
    assert.deepEqual(await vinsOf(text([header, ...rows])), [[OTHER], ['2 UNCLOSED_QUOTE']]);
  });

  it('a text over lines stays one row', async () => {
    const rows = [`D1,${GOOD},S1,"a, b\nc, d, e\r\n""f"""`, `D1,${OTHER},S2,`];
    assert.deepEqual(await vinsOf(text([header, ...rows])), [[GOOD, OTHER], []]);
  });

  it('a quote that is never closed does not swallow the rest of a long file, nor the memory (F12)', async () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `D1,1HGCM82633A${String(i).padStart(6, '0')},S${i},plain`);
    const bytes = text([header, `D1,${GOOD},S,"open`, ...many]);
    const { rows, quarantined } = await readBytes(bytes, generic, { chunk: 65_536 });
    assert.equal(rows.length, many.length);
    assert.deepEqual(
      quarantined.map(({ line }) => line),
      [2],
    );
    assert.equal(rows.at(-1)?.line, many.length + 2);
  });

  it('a line that never ends is refused (F1)', async () => {
    const bytes = Buffer.concat([text([header]), Buffer.alloc(3_000_000, 'x')]);
    const { refused } = await readBytes(bytes, generic, { chunk: 65_536 });
    assert.equal(refused?.code, 'LINE_TOO_LONG');
  });
});

describe('dealer-feed parser: whole files (F1)', () => {
  it('reads windows-1252 where UTF-8 fails, and never half of each', async () => {
    const bytes = Buffer.from(`DealerId,VIN,Stock,Model\nD1,${GOOD},S1,R\xedo\x80\n`, 'latin1');
    const { rows } = await readBytes(bytes, generic);
    assert.equal(rows[0]?.vehicle.model, 'Río€');
    assert.equal((await readBytes(bytes, { ...generic, charset: 'utf-8' })).refused?.code, 'UNDECODABLE');
  });

  it('refuses bytes that windows-1252 does not know', async () => {
    const bytes = Buffer.from(`DealerId,VIN,Stock\nD1,${GOOD},\x81\x8d\n`, 'latin1');
    assert.equal(await vinsOf(bytes), 'UNDECODABLE');
  });

  it('reads UTF-16 only when the profile says so', async () => {
    const bytes = Buffer.from(`\uFEFFDealerId,VIN,Stock,Model\r\nD1,${GOOD},S1,Río\r\n`, 'utf16le');
    assert.equal(await vinsOf(bytes), 'NUL_BYTES');
    const wide = { ...generic, charset: 'utf-16le' as const, finalLineEnd: true };
    assert.deepEqual(await vinsOf(bytes, wide), [[GOOD], []]);
  });

  it('refuses a file whose VIN column holds no VINs', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `D1,${2000 + i},S${i}`);
    assert.equal(await vinsOf(text(['DealerId,VIN,Stock', ...rows])), 'NOT_VINS');
  });

  it('names the columns that were found when one is missing, and no endless line of them', async () => {
    const { refused } = await readBytes(text([Array.from({ length: 50 }, (_, i) => `c${i}`).join(',')]), generic);
    assert.match(refused?.message ?? '', /for the VIN and the dealer; the first line has "c0".*and 38 more/);
  });
});

describe('dealer-feed parser: VINs and numbers', () => {
  it('knows the check digit (49 CFR 565)', () => {
    for (const vin of [OTHER, '11111111111111111', GOOD]) assert.equal(vinProblem(vin), undefined);
    assert.equal(vinProblem('1HGCM82633A123456')?.code, 'VIN_CHECK_DIGIT');
    assert.equal(vinProblem('1HGCM82633A00435O')?.code, 'VIN_LETTER');
    assert.equal(vinProblem('1HGCM82633A00435')?.code, 'VIN_LENGTH');
  });

  it('normalises a VIN, and makes no zero of an O', () => {
    assert.equal(normaliseVin(' 1hgcm-82633 a00435o '), '1HGCM82633A00435O');
  });

  it('takes units off numbers', () => {
    const words = ['102598 MILES', '64460.0', '$12,345.00', '12345', 'EXEMPT', '', '1,999.99 USD'];
    assert.deepEqual(words.map(plainNumber), ['102598', '64460', '12345', '12345', '', '', '1999.99']);
  });
});
