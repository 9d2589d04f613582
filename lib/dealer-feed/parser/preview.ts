import { asDealerSyncError } from '../../errors';
import { FEED_COLUMNS, type FeedColumn, type FeedProfile } from '../profiles/profile';
import type { ColumnPlan } from './columns';
import type { FeedRow, QuarantinedRow } from './feed-row';
import { admit, ByteInspector } from './inspector';
import { readFeed } from './read-feed';
import type { FileContext } from './row-mapper';

/** What a profile makes of a sample: for the person who writes the profile. */
export interface Preview {
  /** The whole file would be put aside. What was found before that is told all the same. */
  refused?: { code: string; message: string };
  charset?: string;
  /** Which column was taken for what. */
  columns: { column: FeedColumn; position?: number; name?: string }[];
  /** Columns of the file that are passed over. */
  unused: string[];
  counts: { rows: number; quarantined: number; gone: number };
  /** The first rows. */
  rows: FeedRow[];
  /** The first of those that would be quarantined. */
  quarantined: QuarantinedRow[];
  warnings: { line: number; code: string; message: string }[];
  /** VINs that more than one row has: the last of them counts. */
  doubled: { vin: string; lines: number[] }[];
  /** Type codes as a mapping may name them, the most frequent first. */
  types: { code: string; count: number }[];
  dealers: { id: string; count: number }[];
}

export interface PreviewOptions extends FileContext {
  profile: FeedProfile;
  /** The sample is the beginning of a longer file: its last line may be a piece, and is left out. */
  beginning?: boolean;
}

const SHOWN = 20;

/** Reads a sample with a profile. Never fails over what the sample holds. */
export async function previewFeed(sample: Buffer, options: PreviewOptions): Promise<Preview> {
  const seen = new PreviewBook();
  const profile = options.beginning ? { ...options.profile, finalLineEnd: false } : options.profile;
  const bytes = options.beginning ? wholeLines(sample) : sample;
  try {
    const inspector = new ByteInspector();
    inspector.take(bytes);
    const charset = admit(inspector.finish(), profile);
    seen.preview.charset = charset;
    const onColumns = (plan: ColumnPlan) => seen.columns(plan);
    for await (const { rows, quarantined } of readFeed([bytes], { ...options, profile, charset, onColumns })) {
      for (const row of rows) seen.row(row);
      for (const row of quarantined) seen.quarantined(row);
    }
  } catch (error) {
    const { code, message } = asDealerSyncError(error);
    seen.preview.refused = { code, message };
  }
  return seen.finish();
}

/** Gathers what a preview tells. */
class PreviewBook {
  readonly preview: Preview = {
    columns: [],
    unused: [],
    counts: { rows: 0, quarantined: 0, gone: 0 },
    rows: [],
    quarantined: [],
    warnings: [],
    doubled: [],
    types: [],
    dealers: [],
  };
  readonly #types = new Map<string, number>();
  readonly #dealers = new Map<string, number>();
  readonly #lines = new Map<string, number[]>();

  columns({ at, names }: ColumnPlan): void {
    const used = new Set(Object.values(at));
    this.preview.unused = names.filter((name, index) => name.trim() !== '' && !used.has(index));
    this.preview.columns = FEED_COLUMNS.map((column) => {
      const index = at[column];
      const name = names[index];
      return { column, ...(index < 0 ? {} : { position: index + 1 }), ...(name === undefined ? {} : { name }) };
    });
  }

  row(row: FeedRow): void {
    const { counts, rows, warnings } = this.preview;
    counts.rows += 1;
    if (row.status === 'gone') counts.gone += 1;
    if (rows.length < SHOWN) rows.push(row);
    for (const warning of row.warnings) if (warnings.length < SHOWN) warnings.push({ line: row.line, ...warning });
    if (row.systemCode !== '') this.#types.set(row.systemCode, (this.#types.get(row.systemCode) ?? 0) + 1);
    this.#dealers.set(row.dealerId, (this.#dealers.get(row.dealerId) ?? 0) + 1);
    const lines = this.#lines.get(row.vin);
    if (lines) lines.push(row.line);
    else this.#lines.set(row.vin, [row.line]);
  }

  quarantined(row: QuarantinedRow): void {
    this.preview.counts.quarantined += 1;
    if (this.preview.quarantined.length < SHOWN) this.preview.quarantined.push(row);
  }

  finish(): Preview {
    const doubled = [...this.#lines].filter(([, lines]) => lines.length > 1).slice(0, SHOWN);
    return {
      ...this.preview,
      doubled: doubled.map(([vin, lines]) => ({ vin, lines })),
      types: mostFrequent(this.#types).map(([code, count]) => ({ code, count })),
      dealers: mostFrequent(this.#dealers).map(([id, count]) => ({ id, count })),
    };
  }
}

function mostFrequent(counts: Map<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
}

/** Up to the last line end; all of a sample that has but one line. */
function wholeLines(sample: Buffer): Buffer {
  const end = Math.max(sample.lastIndexOf(0x0a), sample.lastIndexOf(0x0d));
  return end > 0 ? sample.subarray(0, end + 1) : sample;
}
