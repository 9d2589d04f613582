import type { FeedProfile } from '../profiles/profile';
import { type ColumnPlan, isHeaderLine, isSameHeader } from './columns';
import type { FeedRow, FeedVehicle, QuarantinedRow, RowWarning } from './feed-row';
import { FileRefused } from './file-refused';
import { findVin, normaliseVin, vinProblem } from './vin';

/** Where a file was found, which may be all that tells whose vehicles it holds. */
export interface FileContext {
  /** As the file's name or its folder says. */
  dealerId?: string;
  /**
   * Whose rows are only counted: nothing is made of them but line, dealer and VIN. A syndicator's file is mostly other
   * dealers' vehicles.
   */
  passesOver?(dealerId: string): boolean;
}

const NOTHING_TOLD = Object.freeze({ stock: '', systemCode: '', vehicle: Object.freeze({}) });

/** What programs write where there is nothing. */
const NOTHING: ReadonlySet<string> = new Set(['nan', 'null', 'n/a', '#n/a', '(null)']);

/** Turns the records of one file into rows of ours: the only place that knows both. */
export class RowMapper {
  readonly #profile: FeedProfile;
  readonly #plan: ColumnPlan;
  readonly #dealerId: string;
  readonly #gone: ReadonlySet<string>;
  readonly #types: ReadonlyMap<string, string>;
  readonly #passesOver: (dealerId: string) => boolean;

  /** @throws DealerSyncError `NO_DEALER` when neither the file nor the profile says whose vehicles these are */
  constructor(profile: FeedProfile, plan: ColumnPlan, context: FileContext) {
    this.#profile = profile;
    this.#plan = plan;
    const { dealer } = profile;
    this.#dealerId =
      dealer.from === 'fixed' ? dealer.id.trim() : dealer.from === 'column' ? '' : (context.dealerId ?? '');
    this.#passesOver = context.passesOver ?? (() => false);
    this.#gone = new Set(profile.goneWords.map((word) => word.toLowerCase()));
    this.#types = new Map(Object.entries(profile.typeCodes).map(([code, ours]) => [code.trim().toLowerCase(), ours]));
  }

  /** Of a whole row. */
  get columns(): number {
    return this.#plan.width;
  }

  /** @throws FileRefused `SECOND_HEADER` */
  map(cells: readonly string[], line: number): FeedRow | QuarantinedRow | undefined {
    const surplus = this.#surplus(cells);
    if (surplus !== 0) return blankRecord(cells) ? undefined : this.#wrongCount(cells, line);
    const { at } = this.#plan;
    const vin = normaliseVin(clean(cells[at.vin]));
    const dealerId =
      at.dealerId >= 0 && this.#profile.dealer.from === 'column' ? clean(cells[at.dealerId]) : this.#dealerId;
    if (vin === '') {
      if (blankRecord(cells)) return undefined;
      return { line, reason: 'NO_VIN', message: 'The row has no VIN.', ...(dealerId ? { dealerId } : {}) };
    }
    if (vin.length < 13 && isHeaderLine(cells, this.#plan, this.#profile)) return this.#headerAgain(cells, line);
    if (dealerId === '')
      return { line, reason: 'NO_DEALER', message: 'The row does not say which dealer it is of.', vin };
    const warnings: RowWarning[] = [];
    const passed = this.#passesOver(dealerId);
    if (this.#profile.vinCheck === 'strict' || (this.#profile.vinCheck === 'warn' && !passed)) {
      const problem = vinProblem(vin);
      if (problem && this.#profile.vinCheck === 'strict') {
        return { line, reason: 'BAD_VIN', message: problem.message, dealerId, vin };
      }
      if (problem) warnings.push(problem);
    }
    if (passed) return { ...NOTHING_TOLD, line, dealerId, vin, warnings };
    const type = clean(cells[at.type]);
    const row: FeedRow = {
      line,
      dealerId,
      vin,
      stock: clean(cells[at.stock]),
      systemCode: this.#types.get(type.toLowerCase()) ?? type,
      vehicle: this.#vehicle(cells),
      warnings,
    };
    if (at.status >= 0) {
      const status = clean(cells[at.status]).toLowerCase();
      if (status !== '') row.status = this.#gone.has(status) ? 'gone' : 'active';
    }
    return row;
  }

  /** Would this line, read alone, be a whole row? A VIN where a VIN belongs, and all columns. */
  isWholeRow(cells: readonly string[]): boolean {
    return this.#surplus(cells) === 0 && /^[A-Z0-9]{17}$/.test(normaliseVin(clean(cells[this.#plan.at.vin])));
  }

  /** Columns too many, or as a negative number too few. Blank ones at the end are none: Excel leaves them there. */
  #surplus(cells: readonly string[]): number {
    const { width } = this.#plan;
    let count = cells.length;
    while (count > width && clean(cells[count - 1]) === '') count -= 1;
    return count - width;
  }

  #wrongCount(cells: readonly string[], line: number): QuarantinedRow {
    const message = `The row has ${cells.length} columns where the file has ${this.#plan.width}: a quote or a delimiter too many, or a piece is missing.`;
    return { line, reason: 'WRONG_COLUMN_COUNT', message, ...aboutVehicle(cells.join('\n')) };
  }

  #headerAgain(cells: readonly string[], line: number): QuarantinedRow {
    if (!isSameHeader(cells, this.#plan)) throw new FileRefused('SECOND_HEADER', `It is line ${line}.`);
    return { line, reason: 'HEADER_AGAIN', message: 'The line with the column names is there once more.' };
  }

  #vehicle(cells: readonly string[]): FeedVehicle {
    const { at } = this.#plan;
    const vehicle: FeedVehicle = {};
    for (const field of TEXTS) {
      const value = at[field] < 0 ? '' : clean(cells[at[field]]);
      if (value !== '') vehicle[field] = value;
    }
    for (const field of NUMBERS) {
      const value = at[field] < 0 ? '' : plainNumber(clean(cells[at[field]]));
      if (value !== '') vehicle[field] = value;
    }
    return vehicle;
  }
}

const TEXTS = ['make', 'model', 'trim', 'body', 'color'] as const;
const NUMBERS = ['year', 'mileage', 'price'] as const;

/** For a row that cannot be used: its vehicle is in the feed all the same, and must not be taken for sold (F9). */
export function aboutVehicle(text: string): { vin?: string } {
  const vin = findVin(text);
  return vin === undefined ? {} : { vin };
}

/** Without outer blanks; `''` for the words that stand for nothing. */
export function clean(cell: string | undefined): string {
  const text = cell === undefined ? '' : cell.trim();
  return text.length >= 3 && text.length <= 6 && NOTHING.has(text.toLowerCase()) ? '' : text;
}

/** `102598 MILES`, `64460.0`, `$12,345.00` -> `102598`, `64460`, `12345`; `''` where there is no number. */
export function plainNumber(text: string): string {
  if (/^\d*$/.test(text)) return text;
  const found = /\d[\d,]*(?:\.\d+)?|\.\d+/.exec(text)?.[0];
  return found === undefined ? '' : String(Number(found.replaceAll(',', '')));
}

function blankRecord(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
