import { type Info, type Options, Parser } from 'csv-parse';

/** @param info of the whole file up to the end of the record, the parser's own: it goes on changing */
export type TakeCells = (cells: string[], info: Pick<Info, 'bytes' | 'lines'>) => void;

/**
 * csv-parse that hands over each record as it is read, and keeps none. Its own `on_record` makes two objects a record to
 * tell where that ends, which die old: in a feed of a million rows they were what made the heap grow.
 */
export class RecordParser extends Parser {
  readonly #take: TakeCells;

  /** @param take must not throw: the parser would take that for a broken file */
  constructor(options: Options, take: TakeCells) {
    super(options);
    this.#take = take;
  }

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    this.#take(record, this.info);
    return true;
  }
}
