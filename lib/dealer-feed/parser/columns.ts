import { FEED_COLUMNS, type FeedColumn, type FeedProfile, headerKey } from '../profiles/profile';
import { FileRefused } from './file-refused';

/** Where in a record each of our columns is, found once for a file. */
export interface ColumnPlan {
  /** Position from 0; -1 for a column that the file does not have. */
  at: Readonly<Record<FeedColumn, number>>;
  /** Columns that each record must have; `undefined` while no record told. */
  width: number;
  /** The header as it was written, for people; empty without one. */
  names: readonly string[];
}

/**
 * Reads the header, or without one takes the profile's positions and the width of the first record.
 *
 * @throws FileRefused `WRONG_HEADER` when a column is missing that rows cannot be read without (F1)
 */
export function planColumns(first: readonly string[], profile: FeedProfile): ColumnPlan {
  const plan = profile.header ? fromHeader(first, profile) : fromPositions(first, profile);
  const needed: FeedColumn[] = profile.dealer.from === 'column' ? ['vin', 'dealerId'] : ['vin'];
  const missing = needed.filter((column) => plan.at[column] < 0);
  if (missing.length) throw new FileRefused('WRONG_HEADER', whatIsMissing(missing, first, profile));
  return plan;
}

function fromHeader(first: readonly string[], profile: FeedProfile): ColumnPlan {
  const keys = first.map(headerKey);
  // A delimiter at the end of the header line is no column.
  let width = keys.length;
  while (width > 0 && keys[width - 1] === '') width -= 1;
  const at = position(profile, (source) =>
    typeof source === 'number'
      ? source
      : (source.map((name) => keys.indexOf(headerKey(name))).find((i) => i >= 0) ?? -1),
  );
  return { at, width, names: first.slice(0, width) };
}

function fromPositions(first: readonly string[], profile: FeedProfile): ColumnPlan {
  const at = position(profile, (source) => (typeof source === 'number' && source < first.length ? source : -1));
  return { at, width: first.length, names: [] };
}

function position(
  { columns }: FeedProfile,
  find: (source: readonly string[] | number) => number,
): Record<FeedColumn, number> {
  const entries = FEED_COLUMNS.map((column) => {
    const source = columns[column];
    return [column, source === undefined ? -1 : find(source)] as const;
  });
  return Object.fromEntries(entries) as Record<FeedColumn, number>;
}

const WORDS: Partial<Record<FeedColumn, string>> = { vin: 'VIN', dealerId: 'dealer' };

function whatIsMissing(missing: FeedColumn[], first: readonly string[], profile: FeedProfile): string {
  const columns = missing.map((column) => `the ${WORDS[column] ?? column}`).join(' and ');
  if (!profile.header) return `The first line has ${first.length} columns, too few for ${columns}.`;
  const shown = first.slice(0, 12).map((name) => `"${name.trim().slice(0, 40)}"`);
  const more = first.length > 12 ? `, and ${first.length - 12} more` : '';
  return `No column was found for ${columns}; the first line has ${shown.join(', ')}${more}. Choose another profile or delimiter, or add the name to the columns of a custom profile.`;
}

/** Is this record a line of column names? Then it says `VIN` where a VIN belongs. */
export function isHeaderLine(cells: readonly string[], plan: ColumnPlan, profile: FeedProfile): boolean {
  const vin = headerKey(cells[plan.at.vin] ?? '');
  if (vin.length > 12) return false;
  const aliases = profile.columns.vin;
  return vin === 'vin' || (typeof aliases === 'object' && aliases.some((name) => headerKey(name) === vin));
}

/** The same names in the same places as the file's own header? */
export function isSameHeader(cells: readonly string[], plan: ColumnPlan): boolean {
  return plan.names.every((name, index) => headerKey(name) === headerKey(cells[index] ?? ''));
}
