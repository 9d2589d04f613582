import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Options, type Parser, parse } from 'csv-parse';
import fc from 'fast-check';
import { RecordParser } from '../../../lib/dealer-feed/parser/record-parser';

type Seen = [cells: string[], bytes: number, lines: number];

const OPTIONS: Options = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
};

/** Texts full of what matters to a parser, and letters of one to four bytes. */
const text = fc
  .array(fc.constantFrom('a', 'é', '€', '🚗', ',', '"', ' ', '\n', '\r', '\r\n', '\n\n'), { maxLength: 60 })
  .map((pieces) => Buffer.from(pieces.join('')));

describe('dealer-feed parser: record parser', () => {
  it('tells each record and where it ends as csv-parse does by itself, however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (bytes, size) => {
        const ours: Seen[] = [];
        const theirs: Seen[] = [];
        const take = (to: Seen[]) => (cells: string[], info: { bytes: number; lines: number }) => {
          to.push([cells, info.bytes, info.lines]);
          return null;
        };
        const end = await feed(new RecordParser(OPTIONS, take(ours)), bytes, size);
        assert.equal(end, await feed(parse({ ...OPTIONS, on_record: take(theirs) }), bytes, size));
        assert.deepEqual(ours, theirs);
      }),
    );
  });
});

/** @returns how it ended: `end`, or the code of the parser's error */
async function feed(parser: Parser, bytes: Buffer, size: number): Promise<string> {
  parser.resume();
  const ended = once(parser, 'end').then(
    () => 'end',
    (error: { code: string }) => error.code,
  );
  for (let at = 0; at < bytes.length; at += size) parser.write(bytes.subarray(at, at + size));
  parser.end();
  return ended;
}
