/** What a spreadsheet may take for a formula at the head of a cell, also after blanks or quotes and in its full-width form. */
const EXECUTED = /^[\s\0"]*[=+\-@＝＋－＠]|^[\t\r\n]/;
/**
 * The same after what some spreadsheets begin another cell at: where the decimal sign is a comma they part cells at the
 * semicolon, take a quote in the middle of a line for itself, and then a line end within it for the end of the row.
 */
const EXECUTED_INSIDE = /([;\t\r\n][\s\0"]*)(?=[=+\-@＝＋－＠])/g;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * One record of a CSV file (RFC 4180), its line end included. A cell that a spreadsheet would execute gets an apostrophe
 * in front: names come from outside (N4).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const harmless = (EXECUTED.test(text) ? `'${text}` : text).replace(EXECUTED_INSIDE, "$1'");
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
