import { DealerSyncError } from '../../errors';
import {
  type Charset,
  type Companion,
  type DealerSource,
  FEED_COLUMNS,
  type FeedColumn,
  type FeedProfile,
  type VinCheck,
} from './profile';
import { SHIPPED_PROFILES } from './shipped';

/** What a person chooses in the dialog. Whatever is left out or blank stays as the profile has it. */
export interface ProfileSettings {
  /** One of the shipped profiles, or `custom`. */
  profile: string;
  /** A `column` source of the profile may be overruled: two dealers' files that name no dealer inside. */
  dealer?: DealerSource;
  charset?: Charset;
  kind?: 'snapshot' | 'delta';
  vinCheck?: VinCheck;
  finalLineEnd?: boolean;
  companion?: Companion;
  /** For `custom` only. */
  custom?: CustomFormat;
}

export interface CustomFormat {
  /** One character, or a name: `comma`, `tab`, `pipe`, `semicolon`. */
  delimiter: string;
  /** One character; blank = quotes mean nothing. */
  quote: string;
  header: boolean;
  columns: CustomColumn[];
  goneWords?: string[];
  /** Lines of the type table: the word in the file, and ours. */
  typeCodes?: Record<string, string>;
}

/** A line of the dialog's column table. */
export interface CustomColumn {
  column: string;
  /** Header names with `|` between them, or without a header the position, 1 for the first. */
  source: string;
}

const DELIMITERS: Record<string, string> = { comma: ',', tab: '\t', pipe: '|', semicolon: ';' };

/**
 * The profile that a dialog's settings come to.
 *
 * @throws DealerSyncError `BAD_PROFILE` with what to mend
 */
export function profileOf(settings: ProfileSettings): FeedProfile {
  const base = settings.profile === 'custom' ? customProfile(settings.custom) : shipped(settings.profile);
  const { dealer, charset, kind, vinCheck, finalLineEnd, companion } = settings;
  const profile: FeedProfile = {
    ...base,
    ...(dealer ? { dealer } : {}),
    ...(charset ? { charset } : {}),
    ...(kind ? { kind } : {}),
    ...(vinCheck ? { vinCheck } : {}),
    ...(finalLineEnd === undefined ? {} : { finalLineEnd }),
    ...(companion ? { companion } : {}),
  };
  checkProfile(profile);
  return profile;
}

function shipped(id: string): FeedProfile {
  const profile = Object.entries(SHIPPED_PROFILES).find(([name]) => name === id)?.[1];
  if (profile) return profile;
  throw badProfile(`There is no feed profile "${id}". Choose one of the list.`);
}

function customProfile(custom: CustomFormat | undefined): FeedProfile {
  if (!custom) throw badProfile('Describe the file: its delimiter, and which column holds the VIN.');
  const columns: Partial<Record<FeedColumn, readonly string[] | number>> = {};
  for (const { column, source } of custom.columns) {
    const known = FEED_COLUMNS.find((name) => name === column);
    if (!known) throw badProfile(`"${column}" is no column of ours. Choose one of the list.`);
    if (!source.trim()) continue;
    if (columns[known] !== undefined) throw badProfile(`The column "${known}" is there twice: keep one line of it.`);
    columns[known] = custom.header ? namesOf(source) : positionOf(known, source);
  }
  return {
    ...SHIPPED_PROFILES.generic,
    id: 'custom',
    delimiter: DELIMITERS[custom.delimiter] ?? custom.delimiter,
    quote: custom.quote,
    header: custom.header,
    columns,
    ...(custom.goneWords ? { goneWords: custom.goneWords } : {}),
    ...(custom.typeCodes ? { typeCodes: custom.typeCodes } : {}),
  };
}

function namesOf(source: string): string[] {
  return source
    .split('|')
    .map((name) => name.trim())
    .filter(Boolean);
}

function positionOf(column: FeedColumn, source: string): number {
  const position = Number(source);
  if (Number.isInteger(position) && position >= 1 && position <= 1000) return position - 1;
  throw badProfile(
    `The column "${column}" needs a position, 1 for the first, since the file has no line with column names.`,
  );
}

function checkProfile({ delimiter, quote, columns, dealer }: FeedProfile): void {
  if ([...delimiter].length !== 1 || /[\r\n\0]/.test(delimiter)) {
    throw badProfile('Enter one character as the delimiter between columns.');
  }
  if (quote.length > 1 || quote === delimiter) {
    throw badProfile('Enter one character as the quote, another one than the delimiter, or none.');
  }
  if (columns.vin === undefined) throw badProfile('Say which column holds the VIN: vehicles are known by it.');
  if (dealer.from === 'column' && columns.dealerId === undefined) {
    throw badProfile('Say which column holds the dealer, or let the file name or the folder say it.');
  }
  if (dealer.from === 'fixed' && !dealer.id.trim()) {
    throw badProfile('Enter the Dealer ID that all vehicles of the file belong to.');
  }
}

function badProfile(sentence: string): DealerSyncError {
  return new DealerSyncError('BAD_PROFILE', sentence);
}
