import { cleanText } from './xml-characters';

/** A row of a reply, by our words; a blank column is left out, as an absent one is. */
export type Row = Record<string, string>;

export interface Fault {
  /** `Client`, `Server`, … without its prefix. */
  code: string;
  message: string;
}

/** What the parser is told of the reply that it expects. */
export interface ReplyShape {
  /** The SOAP operation, as its reply's elements are named after it. */
  operation: string;
  row: string;
  /** Column -> our word. Every other column is dropped unread, secrets among them. */
  columns: ReadonlyMap<string, string>;
  /** Columns, by our word, that make a row the result of the call itself and not data. */
  resultMarks: readonly string[];
}

export type ReplyProblemKind =
  /** A web page: a gateway, or the wrong address. */
  | 'html'
  /** No SOAP envelope at all. */
  | 'not-soap'
  /** A DOCTYPE or an entity of its own (N4). */
  | 'unsafe'
  /** Small as a text, and far too much in memory (N4). */
  | 'bulky'
  /** Ends before it is complete. */
  | 'cut'
  /** SOAP, but not the answer to what was asked. */
  | 'unexpected';

/** What is wrong with a reply; `errors.ts` makes the sentence. */
export class ReplyProblem extends Error {
  constructor(
    readonly kind: ReplyProblemKind,
    detail: string,
  ) {
    super(detail);
  }
}

const ENVELOPE = 1;
const BODY = 2;
const RESPONSE = 3;
const RESULT = 4;
const ROW = 5;
const COLUMN = 6;

/** A fault's details may go deeper than rows do, and not as deep as a reply that is only there to fill the memory (N4). */
const MOST_LEVELS = 100;
/** Ten times the largest list: as many rows as fit into a reply of the greatest size would still fill the memory. */
const MOST_ROWS = 1_000_000;

/**
 * Turns the tags and texts of one SOAP reply into rows, by local name and depth:
 * `Envelope/Body/{Op}Response/{Op}Result/{Row}/{column}`. Data rows go to `onRow` as they are complete; a row that
 * carries an error number is kept as `result`, wherever it stands: CMS answers 200 with an error inside a list. Methods
 * throw {@link ReplyProblem} as soon as the reply is not what was asked for, so a strange reply never looks like an
 * empty list.
 */
export class ReplyParser {
  /** The result row, if there was one. */
  result: Row | undefined;
  fault: Fault | undefined;

  #depth = 0;
  #rows = 0;
  #inBody = false;
  #inResponse = false;
  #inResult = false;
  #resultSeen = false;
  #complete = false;
  #row: Row | undefined;
  /** Fields that stand in the result itself, without a row around them. */
  #loose: Row = {};
  #word: string | undefined;
  #text = '';

  constructor(
    private readonly shape: ReplyShape,
    private readonly onRow: (row: Row) => void,
  ) {}

  doctype(declaration: string): void {
    if (this.#depth === 0 && /^\s*html\b/i.test(declaration)) throw new ReplyProblem('html', 'an HTML page');
    throw new ReplyProblem('unsafe', 'a DOCTYPE');
  }

  openTag(qualifiedName: string, attributes: Record<string, string>): void {
    const name = localName(qualifiedName);
    this.#depth += 1;
    if (this.#depth > MOST_LEVELS) throw new ReplyProblem('bulky', `more than ${MOST_LEVELS} tags within each other`);
    if (this.#depth === ENVELOPE) this.#openEnvelope(name);
    else if (this.#depth === BODY) this.#inBody = name === 'Body';
    else if (!this.#inBody) return;
    else if (this.fault) this.#openInFault(name);
    else if (this.#depth === RESPONSE) this.#openResponse(name);
    else if (this.#depth === RESULT) this.#openResult(name, attributes);
    else if (this.#inResult) this.#openInResult(name);
  }

  text(text: string): void {
    if (this.#word !== undefined) this.#text += text;
    else if (this.#inResult && this.#depth === RESULT && cleanText(text) !== '') {
      throw new ReplyProblem('unexpected', cleanText(text));
    }
  }

  closeTag(qualifiedName: string): void {
    const name = localName(qualifiedName);
    if (this.fault) this.#closeInFault();
    else if (this.#inResult && this.#depth === COLUMN) this.#closeColumn();
    else if (this.#inResult && this.#depth === ROW) this.#closeRow(name);
    else if (this.#inResult && this.#depth === RESULT) this.#closeResult();
    else if (this.#depth === RESPONSE) this.#inResponse = false;
    if (this.#depth === ENVELOPE) this.#complete = true;
    this.#depth -= 1;
  }

  /** Call at the end of the reply; what is missing then will not come. */
  end(): void {
    if (!this.begun) throw new ReplyProblem('not-soap', 'an empty reply');
    if (!this.#complete) throw new ReplyProblem('cut', 'the reply ends before its last tag');
    if (!this.fault && !this.#resultSeen) {
      throw new ReplyProblem('unexpected', `no ${this.shape.operation}Result in the reply`);
    }
  }

  /** True once anything of an envelope was read. */
  get begun(): boolean {
    return this.#depth > 0 || this.#complete;
  }

  #openEnvelope(name: string): void {
    if (name === 'Envelope') return;
    throw new ReplyProblem(name.toLowerCase() === 'html' ? 'html' : 'not-soap', `a <${name}> document`);
  }

  #openResponse(name: string): void {
    if (name === 'Fault') this.fault = { code: '', message: '' };
    else if (name === `${this.shape.operation}Response`) this.#inResponse = true;
    else throw new ReplyProblem('unexpected', `a <${name}> instead of ${this.shape.operation}Response`);
  }

  #openResult(name: string, attributes: Record<string, string>): void {
    if (!this.#inResponse || name !== `${this.shape.operation}Result`) {
      throw new ReplyProblem('unexpected', `a <${name}> instead of ${this.shape.operation}Result`);
    }
    // A null is no list: it must not pass for one without rows.
    const isNull = Object.entries(attributes).some(([key, value]) => localName(key) === 'nil' && value !== 'false');
    this.#inResult = true;
    this.#resultSeen ||= !isNull;
  }

  #openInResult(name: string): void {
    if (this.#depth === ROW) {
      this.#rows += 1;
      if (this.#rows > MOST_ROWS) throw new ReplyProblem('bulky', `more than ${MOST_ROWS} rows`);
      this.#row = undefined;
      this.#listen(this.shape.columns.get(name));
    } else if (this.#depth === COLUMN) {
      this.#row ??= {};
      this.#listen(this.shape.columns.get(name));
    }
  }

  #closeColumn(): void {
    const value = cleanText(this.#text);
    if (this.#row && this.#word !== undefined && value !== '') this.#row[this.#word] = ownCopy(value);
    this.#word = undefined;
  }

  #closeRow(name: string): void {
    const row = this.#row;
    if (row && this.#isResult(row)) this.result = row;
    else if (name === this.shape.row) this.onRow(row ?? {});
    else if (row || this.#word === undefined) throw new ReplyProblem('unexpected', `a <${name}> row`);
    else this.#loose[this.#word] = cleanText(this.#text);
    this.#row = undefined;
    this.#word = undefined;
  }

  #closeResult(): void {
    this.#inResult = false;
    if (Object.keys(this.#loose).length === 0) return;
    if (!this.#isResult(this.#loose)) throw new ReplyProblem('unexpected', 'columns without a row');
    this.result = this.#loose;
  }

  #isResult(row: Row): boolean {
    return this.shape.resultMarks.some((word) => row[word] !== undefined && row[word] !== '');
  }

  #openInFault(name: string): void {
    // SOAP 1.1 calls them faultcode and faultstring, SOAP 1.2 Code/Value and Reason/Text.
    if (name === 'faultcode' || name === 'Value') this.#listen('code');
    else if (name === 'faultstring' || name === 'Text') this.#listen('message');
  }

  #closeInFault(): void {
    const value = cleanText(this.#text);
    if (this.fault && this.#word === 'code' && !this.fault.code) this.fault.code = localName(value);
    if (this.fault && this.#word === 'message' && !this.fault.message) this.fault.message = value;
    this.#word = undefined;
  }

  #listen(word: string | undefined): void {
    this.#word = word;
    this.#text = '';
  }
}

function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.indexOf(':') + 1);
}

/** A piece of a string keeps the whole of it in memory: the rows of a 60 MB list would keep 60 MB instead of 10. */
function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}
