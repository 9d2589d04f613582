import type { Random } from '../kit/random';

/** What can be wrong with a feed file, each as a change of a good one. Lines are those of a file without quoted line ends. */
export type Mutator = (feed: Buffer, random: Random) => Buffer;

const onText =
  (change: (text: string, random: Random) => string): Mutator =>
  (feed, random) =>
    Buffer.from(change(feed.toString('utf8'), random), 'utf8');

/** Changes one row, never the header. */
const onRow = (change: (row: string, random: Random) => string | string[]): Mutator =>
  onText((text, random) => {
    const lines = text.trimEnd().split('\n');
    const at = random.between(1, lines.length - 1);
    lines.splice(at, 1, ...[change(lines[at] ?? '', random)].flat());
    return `${lines.join('\n')}\n`;
  });

const VIN = /[A-HJ-NPR-Z0-9]{17}/;
const onVin = (change: (vin: string) => string) => onRow((row) => row.replace(VIN, change));

export const MUTATORS = {
  bom: (feed) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), feed]),
  crlf: onText((text) => text.replaceAll('\n', '\r\n')),
  cr: onText((text) => text.replaceAll('\n', '\r')),
  windows1252: (feed) => Buffer.from(feed.toString('utf8'), 'latin1'),
  /** A text that goes on in the next line, as it should be. */
  quotedNewline: onRow((row) => row.replace(/,([^,]*)$/, ',"$1\nand more"')),
  /** `19" wheels` in a field that is not quoted. */
  strayInchMark: onRow((row) => row.replace(/,([^,]*)$/, ',$1 19" wheels')),
  /** A quote at a field's start that nobody closes: it swallows what follows. */
  openQuote: onRow((row) => row.replace(/,([^,]*)$/, ',"$1')),
  extraTrailingColumn: onRow((row) => `${row},extra`),
  extraBlankColumn: onText((text) => text.replaceAll('\n', ',\n')),
  missingTrailingColumn: onRow((row) => row.replace(/,[^,]*$/, '')),
  duplicateRow: onRow((row) => [row, row]),
  oneVinTwoStocks: onRow((row) => [row, row.replace(/([NUC])(\d{5})/, '$19$2')]),
  lowerCaseVin: onVin((vin) => vin.toLowerCase()),
  letterOInVin: onVin((vin) => vin.replace(/0/, 'O')),
  shortVin: onVin((vin) => vin.slice(0, 16)),
  blankVin: onVin(() => ''),
  nanVin: onVin(() => 'nan'),
  nullStock: onRow((row) => row.replace(/[NUC]\d{5}/, 'NULL')),
  unitsInNumbers: onRow((row) => row.replace(/,(\d+),(\d+)$/, ',$1 MILES,$2 USD')),
  renamedHeader: onText((text) => text.replace(/\bVIN\b/, 'Chassis')),
  oddlySpeltHeader: onText((text) => text.replace(/\bVIN\b/, ' v_i n #')),
  headerInTheMiddle: onText((text, random) => {
    const lines = text.trimEnd().split('\n');
    lines.splice(random.between(2, lines.length - 1), 0, lines[0] ?? '');
    return `${lines.join('\n')}\n`;
  }),
  otherHeaderInTheMiddle: onText((text) => {
    const lines = text.trimEnd().split('\n');
    lines.splice(2, 0, (lines[0] ?? '').replace(/^([^,]*),(.*)$/, 'Lot,$2'));
    return `${lines.join('\n')}\n`;
  }),
  empty: () => Buffer.alloc(0),
  blankLines: () => Buffer.from('\r\n \r\n'),
  headerOnly: onText((text) => text.slice(0, text.indexOf('\n') + 1)),
  nul: () => Buffer.alloc(4),
  nulInside: onText((text) => text.replace(/\n/, '\n\0')),
  htmlPage: () => Buffer.from('\n<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>'),
  wrongDelimiter: onText((text) => text.replaceAll(',', ';')),
  reversed: onText((text) => {
    const [header, ...rows] = text.trimEnd().split('\n');
    return `${[header, ...rows.reverse()].join('\n')}\n`;
  }),
  /** Nine of ten rows are gone. */
  ninetyPercentGone: onText((text) => {
    const [header, ...rows] = text.trimEnd().split('\n');
    return `${[header, ...rows.filter((_, index) => index % 10 === 0)].join('\n')}\n`;
  }),
} satisfies Record<string, Mutator>;

/** The file's first bytes. */
export function cutAt(feed: Buffer, length: number): Buffer {
  return feed.subarray(0, length);
}
