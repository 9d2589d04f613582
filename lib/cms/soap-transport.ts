import type { ReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import type * as soap from 'soap';
import { DealerSyncError } from '../errors';
import { httpError, type RemoteFailure } from '../http/failures';
import type { CallConfig, HttpClient, Reply } from '../http/http-client';
import {
  type FailedCall,
  fate,
  faultError,
  isDone,
  operationLabel,
  problemError,
  requiredBlank,
  resultError,
} from './errors';
import { pacedStream } from './paced-stream';
import type { CmsProfile, ColumnWord, KeySpelling, OperationKey, OperationProfile, RequestWord } from './profile';
import { ReplyParser, ReplyProblem, type Row } from './reply-parser';
import { readReply, type SaxStream } from './reply-reader';
import { buildWsdl } from './wsdl';
import { cleanText } from './xml-characters';

/** Arguments of an operation by our words; undefined is left out, a blank is sent as a blank. */
export type Arguments<O extends OperationKey> = Partial<Record<RequestWord<O>, string>>;

/** A row of an operation's reply by our words; a blank column is left out. */
export type RowOf<O extends OperationKey> = Partial<Record<ColumnWord<O>, string>>;

export interface CallOptions {
  signal?: AbortSignal;
  /** For one try, in milliseconds. */
  timeoutMs?: number;
  maxReplyBytes?: number;
  /** Tries in all; less than the HTTP stack's setting for somebody who waits before a screen. */
  tries?: number;
}

/** A SOAP fault comes as HTTP 500: it is CMS's own answer, and not a host that fails. */
export function isSoapAnswer({ status, text }: Reply): boolean {
  return status === 500 && /<(\w+:)?Envelope[\s>]/.test(text.slice(0, 2_000));
}

/** CMS never says "no such record" by an HTTP status: a 404 means that no CMS is at this address. */
export function wrongAddress({ status }: Reply): RemoteFailure | undefined {
  return [404, 405, 410].includes(status) ? { code: 'HTML_REPLY' } : undefined;
}

/**
 * Carries calls over SOAP: `soap` writes the envelope from our WSDL, `lib/http` sends it, and {@link ReplyParser} reads
 * the reply. `soap` would parse a reply whole, so it is asked for its sax stream only, for every call: one way in.
 */
export class SoapTransport {
  readonly #http: HttpClient;
  readonly #profile: CmsProfile;
  readonly #keys: KeySpelling;
  readonly #clients = new Map<string, Promise<soap.Client>>();

  /** @param keys the three secrets themselves */
  constructor(http: HttpClient, profile: CmsProfile, keys: KeySpelling) {
    this.#http = http;
    this.#profile = profile;
    this.#keys = keys;
  }

  /** All rows of a reply. */
  async rows<O extends OperationKey>(key: O, args: Arguments<O>, options: CallOptions = {}): Promise<RowOf<O>[]> {
    const rows: RowOf<O>[] = [];
    await this.each(key, args, (row) => rows.push(row), options);
    return rows;
  }

  /** Hands over each row as it is read. Rows are good only once the promise resolves: a reply may break off. */
  async each<O extends OperationKey>(
    key: O,
    args: Arguments<O>,
    onRow: (row: RowOf<O>) => void,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#call(key, args, (row) => onRow(row as RowOf<O>), options);
  }

  /** The result row of a write: the new ids. */
  async write<O extends OperationKey>(key: O, args: Arguments<O>, options: CallOptions = {}): Promise<RowOf<O>> {
    const result = await this.#call(key, args, () => undefined, options);
    if (result) return result as RowOf<O>;
    throw problemError(new ReplyProblem('unexpected', 'a reply without an error number'), this.#describe(key));
  }

  async #call(
    key: OperationKey,
    args: Partial<Record<string, string>>,
    onRow: (row: Row) => void,
    options: CallOptions,
  ): Promise<Row | undefined> {
    const call = this.#describe(key);
    const operation = this.#profile.operations[key];
    const message = { [operation.wrapper]: this.#elements(operation, args, call) };
    const parser = new ReplyParser(this.#shape(operation), onRow);
    try {
      await this.#exchange(operation, message, call, parser, options);
    } catch (error) {
      if (options.signal?.aborted) throw httpError('ABORTED', call.words, { acted: fate(call) });
      if (error instanceof ReplyProblem) throw problemError(error, call);
      throw error;
    }
    if (parser.fault) throw faultError(parser.fault, call);
    if (parser.result && !isDone(parser.result)) throw resultError(parser.result, call);
    return parser.result;
  }

  async #exchange(
    operation: OperationProfile,
    message: unknown,
    call: FailedCall,
    parser: ReplyParser,
    { signal, ...limits }: CallOptions,
  ): Promise<void> {
    const client = await this.#client(operation.service);
    const exchange: Exchange = {
      config: {
        call: { operation: call.words.operation, kind: call.writes ? 'write' : 'read', ...limits },
        ...(signal ? { signal } : {}),
      },
    };
    const sax = await new Promise<SaxStream>((resolve, reject) => {
      const method = client[operation.name] as soap.SoapMethod;
      method(
        message,
        (error: unknown, reply: { saxStream: SaxStream }) => (error ? reject(error) : resolve(reply.saxStream)),
        { exchange },
      );
    });
    if (!exchange.body) throw new DealerSyncError('UNEXPECTED', 'The SOAP library lost the reply. Please report it.');
    await readReply(exchange.body, sax, parser);
  }

  /** One client a service, made when it is first used. */
  #client(service: string): Promise<soap.Client> {
    const known = this.#clients.get(service);
    if (known) return known;
    const made = this.#makeClient(service);
    this.#clients.set(service, made);
    return made;
  }

  async #makeClient(service: string): Promise<soap.Client> {
    const address = `${this.#http.baseUrl}/${service}${this.#profile.extension}`;
    const { Client } = await soapLibrary();
    const wsdl = await readWsdl(buildWsdl(this.#profile, service, address), address);
    return new Client(wsdl, address, { stream: true, returnSaxStream: true, httpClient: new SoapHttp(this.#http) });
  }

  #elements(operation: OperationProfile, args: Partial<Record<string, string>>, call: FailedCall) {
    for (const word of operation.required) {
      if (!cleanText(args[word] ?? '')) throw requiredBlank(operation.request[word] ?? word, call);
    }
    const { keys } = operation;
    const elements: Record<string, string> = {
      [keys.id]: this.#keys.id,
      [keys.keyCode]: this.#keys.keyCode,
      [keys.companyId]: this.#keys.companyId,
    };
    for (const [word, element] of Object.entries(operation.request)) {
      const value = args[word];
      // A character that XML forbids would make the whole request unreadable.
      if (value !== undefined) elements[element] = cleanText(value);
    }
    return elements;
  }

  #shape(operation: OperationProfile) {
    const columns = new Map<string, string>();
    for (const [word, column] of Object.entries(this.#profile.result)) columns.set(column, word);
    for (const [word, column] of Object.entries(operation.columns)) columns.set(column, word);
    return { operation: operation.name, row: operation.row, columns, resultMarks: ['errorNumber', 'errorCode'] };
  }

  #describe(key: OperationKey): FailedCall {
    return {
      words: { system: this.#http.system, host: this.#http.host, operation: operationLabel(key) },
      writes: this.#profile.operations[key].writes,
      secrets: [this.#keys.keyCode, this.#keys.id, this.#keys.companyId],
      profile: this.#profile,
    };
  }
}

let library: Promise<typeof soap> | undefined;

/** Loaded when it is first needed, which takes about 100 ms. */
function soapLibrary(): Promise<typeof soap> {
  library ??= import('soap');
  return library;
}

/** By their text: reading one takes longer than most calls, and a redeploy brings the same again. */
const wsdls = new Map<string, Promise<soap.WSDL>>();

function readWsdl(text: string, address: string): Promise<soap.WSDL> {
  const known = wsdls.get(text);
  if (known) return known;
  const read = soapLibrary().then(
    ({ WSDL }) =>
      new Promise<soap.WSDL>((resolve, reject) => {
        const wsdl = new WSDL(text, address, {});
        wsdl.onReady((error) => (error ? reject(error) : resolve(wsdl)));
      }),
  );
  wsdls.set(text, read);
  return read;
}

/** Travels through `soap` with one call: its HTTP settings on the way out, the reply's body on the way back. */
interface Exchange {
  config: CallConfig;
  body?: Readable;
}

/** `soap`'s way out: our HTTP stack. */
class SoapHttp implements soap.IHttpClient {
  constructor(private readonly http: HttpClient) {}

  /** `soap` calls this only when it is not streaming, which it always is here. */
  request(): never {
    throw new DealerSyncError('UNEXPECTED', 'The SOAP library sent a call past dealer-sync. Please report it.');
  }

  async requestStream(url: string, envelope: string, headers: Record<string, string>, options: { exchange: Exchange }) {
    const { exchange } = options;
    const response = await this.http.axios.request<Readable>({
      method: 'POST',
      url,
      data: envelope,
      headers: { ...headers, Accept: 'text/xml' },
      responseType: 'stream',
      ...exchange.config,
    });
    const body = pacedStream(response.data);
    if (exchange.config.signal instanceof AbortSignal) addAbortSignal(exchange.config.signal, body);
    exchange.body = body;
    // A fault in a 500 is read like every other reply; `soap` would parse it whole, and only a 200 as a stream.
    // It says ReadStream and needs no more than a readable.
    return { ...response, status: 200, data: body as Readable as ReadStream };
  }
}
