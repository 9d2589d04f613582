import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { csvLine } from '../lib/csv';

describe('csvLine', () => {
  it('quotes what RFC 4180 asks for, and ends with CR LF', () => {
    assert.equal(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', '']), 'a,"b,c","say ""hi""","two\nlines",\r\n');
  });

  it('N4: puts an apostrophe before whatever a spreadsheet executes', () => {
    for (const cell of ['=1+1', '+1 555', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n', '\u0000=1', '"=1"']) {
      const [[read = ''] = []] = parse(csvLine([cell])) as string[][];
      assert.match(read, /^'/, JSON.stringify(cell));
      assert.equal(read.replaceAll("'", ''), cell);
    }
  });

  it('N4: also where another spreadsheet begins a cell: at a semicolon, a tab or a line end', () => {
    for (const [cell, written] of [
      ['x;=1+1', "x;'=1+1"],
      ['x; "=1+1"', `x; "'=1+1"`],
      ['x\t@SUM(A1)', "x\t'@SUM(A1)"],
      ['phone: 1\n-2', "phone: 1\n'-2"],
      ['a;b-c; d=1', 'a;b-c; d=1'],
    ]) {
      const [[read = ''] = []] = parse(csvLine([cell ?? ''])) as string[][];
      assert.equal(read, written, JSON.stringify(cell));
    }
  });

  it('N4 property: any cells are read back as they were, apostrophes aside, and none is executed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [read = []] = parse(csvLine(cells), { relax_column_count: true }) as string[][];
        assert.equal(read.length, cells.length);
        for (const [at, cell] of cells.entries()) {
          assert.equal(read[at]?.replaceAll("'", ''), cell.replaceAll("'", ''));
          assert.doesNotMatch(read[at] ?? '', /(^|[;\t\r\n])\s*[=+\-@]/);
        }
      }),
    );
  });
});
