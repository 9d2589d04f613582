import type { Info, Options } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import { FileRefused } from './file-refused';
import { RecordParser } from './record-parser';

/** Who takes what the reader finds. Every line that is not blank comes to one of the two, once (F11). */
export interface RecordTaker {
  /** @param line the first line of the record, 1 for the first of the file */
  record(cells: string[], line: number): void;
  /** A line whose quotes leave no way to tell its columns. */
  unreadable(text: string, line: number): void;
  /** Of a whole row; 0 as long as they are not known. */
  readonly columns: number;
  /** Would these cells, read from one line alone, be a whole row? */
  isWholeRow(cells: string[]): boolean;
}

/** More than any vehicle needs. A quote that nobody closed would otherwise swallow the rest of the file. */
const LONGEST_RECORD = 1024 * 1024;

const LINE_END = /\r\n|\n|\r/;

/**
 * Reads records with csv-parse, and does not believe it blindly: a stray quote makes it take several vehicles for one
 * field, with no error. So a record that spans lines is looked at again when one of its lines is a whole row by itself,
 * or when its quote is never closed; each line is then read alone, so that one bad line costs no other.
 */
export class RecordReader {
  readonly #options: Options;
  readonly #delimiter: string;
  readonly #taker: RecordTaker;
  #parser: RecordParser;
  /** The bytes since the end of the last record, and where in the parser's count they begin. */
  #held: Buffer = Buffer.alloc(0);
  #heldFrom = 0;
  /** End of the last record, in the parser's count. */
  #end = 0;
  /** Of the parser's own count, which is only good for noticing records of one line. */
  #parserLine = 0;
  /** Lines read so far. */
  #line = 0;
  #failure: unknown;

  constructor({ delimiter, quote }: { delimiter: string; quote: string }, taker: RecordTaker) {
    // Records as arrays: objects would cost half as much again.
    this.#options = {
      delimiter,
      quote: quote || null,
      escape: quote || null,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    };
    this.#delimiter = delimiter;
    this.#taker = taker;
    this.#parser = this.#newParser();
  }

  /** @param chunk UTF-8 without a byte order mark, cut anywhere */
  async write(chunk: Buffer): Promise<void> {
    this.#held = this.#held.length ? Buffer.concat([this.#held, chunk]) : chunk;
    await new Promise<void>((resolve, reject) => {
      this.#parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    this.#throwFailure();
    this.#held = this.#held.subarray(this.#end - this.#heldFrom);
    this.#heldFrom = this.#end;
    if (this.#held.length > LONGEST_RECORD) await this.#startAnew();
  }

  async end(): Promise<void> {
    const unclosed = await new Promise<boolean>((resolve) => {
      this.#parser.once('error', () => resolve(true));
      this.#parser.end(() => resolve(false));
    });
    this.#throwFailure();
    if (unclosed) this.#readAlone(this.#held.subarray(this.#end - this.#heldFrom).toString('utf8'));
    this.#throwFailure();
  }

  #newParser(): RecordParser {
    const parser = new RecordParser(this.#options, (cells, info) => this.#take(cells, info));
    // An error also comes to the call that met it.
    parser.on('error', () => undefined);
    parser.resume();
    return parser;
  }

  /** The parser must not see what the taker throws: it would make a broken file of it. */
  #take(cells: string[], { bytes, lines }: Pick<Info, 'bytes' | 'lines'>): void {
    if (this.#failure !== undefined) return;
    try {
      if (lines === this.#parserLine + 1) {
        this.#line += 1;
        this.#taker.record(cells, this.#line);
      } else {
        this.#takeLines(
          cells,
          this.#held.subarray(this.#end - this.#heldFrom, bytes - this.#heldFrom).toString('utf8'),
        );
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#parserLine = lines;
    this.#end = bytes;
  }

  /** A record with blank lines before it, or with line ends in its fields. */
  #takeLines(cells: string[], text: string): void {
    const lines = splitLines(text);
    const first = lines.findIndex((line) => line !== '');
    const own = lines.slice(first);
    this.#line += first;
    // The first one ends within a quote, or the record would have ended there.
    if (own.slice(1).some((line) => this.#isWholeRow(line))) {
      this.#eachAlone(own);
      return;
    }
    this.#taker.record(cells, this.#line + 1);
    this.#line += own.length;
  }

  #readAlone(text: string): void {
    try {
      this.#eachAlone(splitLines(text));
    } catch (error) {
      this.#failure = error;
    }
  }

  #eachAlone(lines: string[]): void {
    for (const line of lines) {
      this.#line += 1;
      if (line === '') continue;
      const cells = this.#cellsOf(line);
      if (cells) this.#taker.record(cells, this.#line);
      else this.#taker.unreadable(line, this.#line);
    }
  }

  #isWholeRow(line: string): boolean {
    // Reading a line costs a hundred times as much as counting, and most that are a piece of a text are too short.
    if (line.split(this.#delimiter, this.#taker.columns).length < this.#taker.columns) return false;
    const cells = this.#cellsOf(line);
    return cells !== undefined && this.#taker.isWholeRow(cells);
  }

  #cellsOf(line: string): string[] | undefined {
    try {
      return parseText(line, this.#options)[0];
    } catch {
      return undefined;
    }
  }

  /** The record under way is too long to be one: its lines are read alone, and the parser begins after them. */
  async #startAnew(): Promise<void> {
    this.#parser.destroy();
    this.#parser = this.#newParser();
    const held = this.#held;
    const lastEnd = Math.max(held.lastIndexOf(0x0a), held.lastIndexOf(0x0d));
    const rest = held.subarray(lastEnd + 1);
    if (rest.length > LONGEST_RECORD) throw new FileRefused('LINE_TOO_LONG', `It is line ${this.#line + 1}.`);
    this.#readAlone(held.subarray(0, lastEnd + 1).toString('utf8'));
    this.#throwFailure();
    this.#held = Buffer.alloc(0);
    this.#heldFrom = 0;
    this.#end = 0;
    this.#parserLine = 0;
    if (rest.length) await this.write(rest);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** The lines of a text; a line end at its end begins no other line. */
function splitLines(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
