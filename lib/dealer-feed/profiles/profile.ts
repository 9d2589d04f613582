/**
 * A profile says how one kind of feed file is written. It is data: whatever differs between two dealer systems stands
 * here, so that a new one needs no code.
 */
export interface FeedProfile {
  id: string;
  /** One character. */
  delimiter: string;
  /** One character, or `''` for files in which quotes mean nothing. */
  quote: string;
  /** Of files that are neither marked (BOM) nor strict UTF-8. Nothing is guessed. */
  charset: Charset;
  /** Whether the first line names the columns. Without it, {@link columns} hold positions. */
  header: boolean;
  dealer: DealerSource;
  /** Where each of our columns is. Names are compared as {@link headerKey} makes them; the first alias found wins. */
  columns: Partial<Record<FeedColumn, readonly string[] | number>>;
  /** Other words for type codes; blank = as written in the file, which is what a mapping's System Code names. */
  typeCodes: Readonly<Record<string, string>>;
  /** Words of the status column that say: this vehicle is gone. Compared without case. */
  goneWords: readonly string[];
  /** `delta`: the file has only what changed, so absence closes nothing. */
  kind: 'snapshot' | 'delta';
  /** A whole file ends with a line end, so one that does not was cut. */
  finalLineEnd: boolean;
  /** A second file that says: the first one is whole. */
  companion?: Companion;
  /** What a VIN that is not 17 characters with a right check digit is: no row, a warning, or nothing to talk about. */
  vinCheck: VinCheck;
}

/** The names that `TextDecoder` knows them by. */
export type Charset = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

export type VinCheck = 'strict' | 'warn' | 'off';

/** Whose vehicle a row is: said by a column, by the file's name, by the folder it lies in, or there is but one dealer. */
export type DealerSource = { from: 'column' } | { from: 'file' } | { from: 'folder' } | { from: 'fixed'; id: string };

/**
 * `<file name><ending>` beside the feed file. A trigger need only be there; a checksum file holds the feed file's
 * SHA-256, SHA-1 or MD5 in hexadecimal digits.
 */
export interface Companion {
  kind: 'trigger' | 'checksum';
  /** `.done`, `.sha256` */
  ending: string;
}

export type FeedColumn = (typeof FEED_COLUMNS)[number];

/** Everything that we take from a file. All other columns are passed over. */
export const FEED_COLUMNS = [
  'dealerId',
  'vin',
  'stock',
  'type',
  'status',
  'year',
  'make',
  'model',
  'trim',
  'body',
  'color',
  'mileage',
  'price',
] as const;

/** Header names vary in case, blanks, `#` and `_`: compared without these. `Stock #`, `STOCK_` and `stock` are one. */
export function headerKey(name: string): string {
  return name.toLowerCase().replace(/[\s#_\u00a0\ufeff]+/g, '');
}
