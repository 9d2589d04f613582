import type { Charset, FeedProfile } from '../profiles/profile';
import { type ColumnPlan, planColumns } from './columns';
import { asUtf8 } from './decode';
import type { FeedRow, QuarantinedRow } from './feed-row';
import { FileRefused } from './file-refused';
import { RecordReader, type RecordTaker } from './record-reader';
import { aboutVehicle, type FileContext, RowMapper } from './row-mapper';

export interface ReadOptions extends FileContext {
  profile: FeedProfile;
  /** As {@link admit} found it. */
  charset: Charset;
  /** Told the columns once they are known. */
  onColumns?(plan: ColumnPlan): void;
}

/** What one chunk of a file brought forth. Every row of the file is in exactly one batch, in exactly one list (F11). */
export interface FeedBatch {
  rows: FeedRow[];
  quarantined: QuarantinedRow[];
}

/** So few rows prove nothing about a column. */
const ENOUGH_TO_JUDGE = 10;

/**
 * Reads a file in batches, each as large as a chunk of its bytes: memory does not grow with the file (F12), and the event
 * loop has its turn between them.
 *
 * @param bytes of a whole file that {@link admit} let pass
 * @throws FileRefused also after batches were given: nothing may be done with any before the last one has come
 */
export async function* readFeed(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<FeedBatch> {
  const taker = new FeedTaker(options);
  const reader = new RecordReader(options.profile, taker);
  for await (const chunk of asUtf8(bytes, options.charset)) {
    await reader.write(chunk);
    if (!taker.idle) yield taker.batch();
  }
  await reader.end();
  taker.checkFile();
  if (!taker.idle) yield taker.batch();
}

class FeedTaker implements RecordTaker {
  readonly #options: ReadOptions;
  #mapper: RowMapper | undefined;
  #rows: FeedRow[] = [];
  #quarantined: QuarantinedRow[] = [];
  #seen = 0;
  /** Rows whose VIN has not the length of one. */
  #notVins = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  get idle(): boolean {
    return this.#rows.length === 0 && this.#quarantined.length === 0;
  }

  batch(): FeedBatch {
    const batch = { rows: this.#rows, quarantined: this.#quarantined };
    this.#rows = [];
    this.#quarantined = [];
    return batch;
  }

  record(cells: string[], line: number): void {
    if (!this.#mapper) {
      const plan = planColumns(cells, this.#options.profile);
      this.#options.onColumns?.(plan);
      this.#mapper = new RowMapper(this.#options.profile, plan, this.#options);
      if (this.#options.profile.header) return;
    }
    const row = this.#mapper.map(cells, line);
    if (!row) return;
    this.#seen += 1;
    if ('reason' in row) {
      this.#quarantined.push(row);
      return;
    }
    if (row.vin.length !== 17) this.#notVins += 1;
    this.#rows.push(row);
  }

  unreadable(text: string, line: number): void {
    if (!this.#mapper) throw new FileRefused('WRONG_HEADER', 'A quote is opened in its first line and never closed.');
    this.#seen += 1;
    const message = 'A quote is opened and not closed in this line, so its columns cannot be told.';
    this.#quarantined.push({ line, reason: 'UNCLOSED_QUOTE', message, ...aboutVehicle(text) });
  }

  get columns(): number {
    return this.#mapper?.columns ?? 0;
  }

  isWholeRow(cells: string[]): boolean {
    return this.#mapper?.isWholeRow(cells) ?? false;
  }

  /** What only the whole file shows. */
  checkFile(): void {
    if (!this.#mapper) throw new FileRefused('EMPTY_FILE');
    if (this.#seen === 0) throw new FileRefused(this.#options.profile.header ? 'HEADER_ONLY' : 'EMPTY_FILE');
    const judged = this.#options.profile.vinCheck !== 'off' && this.#seen >= ENOUGH_TO_JUDGE;
    if (judged && this.#notVins * 2 > this.#seen) throw new FileRefused('NOT_VINS');
  }
}
