import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isYes, pastedCells } from '../../../nodes/editor/spreadsheet';

/** As Excel, LibreOffice and Google Sheets write it. */
const asSheet = (rows: string[][], end: string) =>
  rows
    .map((row) => row.map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'))
    .join(end);

describe('cells from a spreadsheet', () => {
  it('are none for one word, with or without the line end that a sheet puts after it', () => {
    for (const text of ['', 'Used', 'say "hi"', 'Used\n', 'Used\r\n']) assert.equal(pastedCells(text), undefined);
  });

  it('come in rows and columns, with blank cells, and without blank rows', () => {
    assert.deepEqual(pastedCells('a\t\tc\r\n\r\n\td\t\r\n'), [
      ['a', '', 'c'],
      ['', 'd', ''],
    ]);
  });

  it('may hold tabs, line ends and quotes; a quote inside a plain cell is one', () => {
    assert.deepEqual(pastedCells('"a\tb"\t"c\nd"\n15" wheel\t"say ""hi"""\n'), [
      ['a\tb', 'c\nd'],
      ['15" wheel', 'say "hi"'],
    ]);
  });

  it('come back as they were, whatever they hold', () => {
    const cell = fc.string().map((text) => text.replaceAll('\r', ' ').trim());
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n', '\r'), (given, end) => {
        const kept = given.filter((row) => row.some((text) => text !== ''));
        assert.deepEqual(pastedCells(asSheet(given, end)) ?? [], kept);
      }),
    );
  });

  it('of a column of ticks are yes or no', () => {
    assert.deepEqual(['TRUE', 'x', ' 1 ', 'sí', '✓'].map(isYes), [true, true, true, true, true]);
    assert.deepEqual(['FALSE', '', '0', 'no'].map(isYes), [false, false, false, false]);
  });
});
