/**
 * Cells as a spreadsheet puts them on the clipboard: a tab between columns, a line end between rows, and quotes around a
 * cell that holds either, in which a quote is doubled.
 *
 * @returns undefined for a text that is but one cell
 */
export function pastedCells(text: string): string[][] | undefined {
  if (!/[\t\r\n]/.test(text.replace(/[\r\n]+$/, ''))) return undefined;
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === undefined || end === '') break;
    if (end !== '\t') rows.push([]);
    else if (cell.lastIndex === text.length) rows.at(-1)?.push('');
  }
  return rows.filter((row) => row.some((text) => text !== ''));
}

/** What people put into a column of ticks. */
export function isYes(text: string): boolean {
  return /^(true|yes|y|x|1|on|wahr|verdadero|s[ií]|✓|✔)$/i.test(text.trim());
}
