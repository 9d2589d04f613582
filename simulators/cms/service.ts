import type { SettableClock } from '../kit/clock';
import type { Edit } from '../kit/faults';
import type { Call, Reply, Service } from '../kit/server';
import type { Truth } from '../world';
import { editCms } from './edits';
import { asSister, type MasResult, refused, WRONG_KEY } from './mas-result';
import { OPERATIONS, type Operation } from './operations';
import { READS, rowXml } from './reads';
import { faultReply, htmlReply, NAMESPACE, readEnvelope, rowsReply, soapAction } from './soap';
import { CmsState } from './state';
import { WRITES } from './writes';
import { wsdl } from './wsdl';
import type { XmlElement } from './xml';

export interface CmsKeys {
  accessKeyId: string;
  keyCode: string;
  companyId: string;
}

/** Ways in which one CMS may differ from another; settable at the start and over the control endpoint. */
export interface CmsSwitches {
  /** What a wrong key gets: HTTP 200 with `err_no` 401, or a SOAP fault. */
  wrongKey: 'result' | 'fault';
  overLength: 'refuse' | 'cut';
  resultForm: 'mas' | 'sister';
  /** Calls at once for each key, before 503. */
  callsAtOnce: number;
  /** Characters of columns nobody needs in each site row. */
  fillerPerRow: number;
}

export const DEFAULT_SWITCHES: CmsSwitches = {
  wrongKey: 'result',
  overLength: 'refuse',
  resultForm: 'mas',
  callsAtOnce: 5,
  fillerPerRow: 0,
};

export interface CmsServiceOptions {
  keys: readonly CmsKeys[];
  switches: CmsSwitches;
  seed: (state: CmsState) => readonly Truth[] | undefined;
}

const SERVICE_PATH = /^\/([a-z]+)\.asmx$/i;
const SECRET_ELEMENTS = /(<(?:\w+:)?(Id|KeyCode|Key_Code|codeword1|pin)(?:\s[^>]*)?>)[^<]*(<\/)/g;

/** CMS behind its HTTP. */
export class CmsService implements Service {
  readonly name = 'cms';
  readonly state: CmsState;
  readonly switches: CmsSwitches;
  readonly distortions = ['empty', 'short'];
  readonly journal: CmsState['journal'];
  readonly #options: CmsServiceOptions;
  readonly #atOnce = new Map<string, number>();
  #truth: readonly Truth[] | undefined;

  constructor(clock: SettableClock, options: CmsServiceOptions) {
    this.#options = options;
    this.switches = options.switches;
    this.state = new CmsState(clock);
    this.journal = this.state.journal;
  }

  /** `GetSiteSystemList`; `GET /site.asmx` for what is no SOAP call. */
  operation(method: string, path: string, headers: Record<string, string>): string {
    const action = soapAction(headers);
    return action.startsWith(NAMESPACE) ? action.slice(NAMESPACE.length) : `${method} ${path}`;
  }

  masked(headers: Record<string, string>, body: string) {
    return { headers, body: body.replace(SECRET_ELEMENTS, '$1***$3') };
  }

  admit(call: Call): Reply | (() => void) {
    const key = /<(?:\w+:)?Id(?:\s[^>]*)?>([^<]*)</.exec(call.body)?.[1];
    if (key === undefined) return () => {};
    const now = (this.#atOnce.get(key) ?? 0) + 1;
    if (now > this.switches.callsAtOnce) {
      call.breach(`more than ${this.switches.callsAtOnce} calls at once`);
      return htmlReply(503, 'Service Unavailable');
    }
    this.#atOnce.set(key, now);
    return () => this.#atOnce.set(key, (this.#atOnce.get(key) ?? 1) - 1);
  }

  handle(call: Call, distort: string | undefined): Reply {
    const service = SERVICE_PATH.exec(call.path)?.[1]?.toLowerCase();
    if (!service || !OPERATIONS.some((operation) => operation.service === service)) return htmlReply(404, 'Not Found');
    if (call.method === 'GET') {
      const description = wsdl(service, `http://${call.headers.host}${call.path}`);
      return call.query.has('wsdl') || call.query.has('WSDL')
        ? { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: description ?? '' }
        : htmlReply(200, `${service} web service`);
    }
    if (call.method !== 'POST') return htmlReply(405, 'Method Not Allowed');
    if (!/^text\/xml\b/i.test(call.headers['content-type'] ?? '')) {
      call.breach('a SOAP call that is not text/xml');
      return htmlReply(415, 'Unsupported Media Type');
    }
    return this.#soap(call, service, distort);
  }

  edit(edit: Edit): unknown {
    return editCms(this.state, edit);
  }

  rows(entity: string): readonly object[] | undefined {
    return this.state
      .tables()
      .find((table) => table.entity === entity)
      ?.all();
  }

  row(entity: string, id: string): unknown {
    return this.state
      .tables()
      .find((table) => table.entity === entity)
      ?.get(Number(id));
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.state.tables().map((table) => [table.entity, table.size]));
  }

  truth(): readonly Truth[] | undefined {
    return this.#truth;
  }

  seed(): void {
    this.#truth = this.#options.seed(this.state);
  }

  toJSON(): unknown {
    return { truth: this.#truth, tables: this.state.toJSON() };
  }

  restore(saved: { truth?: readonly Truth[]; tables: Record<string, unknown> }): void {
    this.#truth = saved.truth;
    this.state.restore(saved.tables);
  }

  #soap(call: Call, service: string, distort: string | undefined): Reply {
    let wrapper: XmlElement;
    try {
      wrapper = readEnvelope(call.body);
    } catch (error) {
      call.breach('malformed XML');
      return faultReply(error instanceof Error ? error.message : String(error));
    }
    const operation = OPERATIONS.find((known) => known.service === service && known.name === call.operation);
    if (!operation || wrapper.name !== operation.name || wrapper.namespace !== NAMESPACE) {
      return faultReply(`Server did not recognize the value of HTTP Header SOAPAction: ${soapAction(call.headers)}.`);
    }
    const fields = readFields(call, operation, wrapper);
    const company = this.#companyOf(operation, fields);
    if (company === undefined) {
      return this.switches.wrongKey === 'fault' ? faultReply('Invalid Id/KeyCode') : this.#result(operation, WRONG_KEY);
    }
    const write = WRITES[operation.name];
    if (!write) {
      const { fillerPerRow } = this.switches;
      const rows = READS[operation.name]?.({ state: this.state, company, fillerPerRow }, fields) ?? [];
      return rowsReply(operation.name, distort ? distorted(rows, distort) : rows);
    }
    const blank = operation.required.find((field) => !fields[field]?.trim());
    if (blank) return this.#result(operation, refused(1001, 'Required column is blank', service, blank));
    const columns = withoutKeys(operation, fields);
    return this.#result(
      operation,
      write({ state: this.state, company, cutOverLength: this.switches.overLength === 'cut' }, columns),
    );
  }

  #companyOf({ keys }: Operation, fields: Record<string, string>): string | undefined {
    return this.#options.keys.find(
      (known) =>
        fields[keys.id] === known.accessKeyId &&
        fields[keys.keyCode] === known.keyCode &&
        fields[keys.companyId] === known.companyId,
    )?.companyId;
  }

  #result(operation: Operation, result: MasResult): Reply {
    const form = this.switches.resultForm === 'sister' ? asSister(result) : result;
    return rowsReply(operation.name, [rowXml('MasResult', { ...form })]);
  }
}

/** What can be wrong with a list while all looks well: `empty`, or `short`: only 60 % of the rows. */
function distorted(rows: Iterable<string>, distort: string): Iterable<string> {
  const all = [...rows];
  return distort === 'empty' ? [] : all.slice(0, Math.floor(all.length * 0.6));
}

/** The texts inside the wrapper by element name. As ASP.NET does: what is not known, or not in its namespace, is not there. */
function readFields(call: Call, operation: Operation, wrapper: XmlElement): Record<string, string> {
  const { keys } = operation;
  const known = [keys.id, keys.keyCode, keys.companyId, ...operation.fields];
  const inner = wrapper.children.find((child) => child.name === operation.wrapper && child.namespace === NAMESPACE);
  if (!inner) call.breach(`no <${operation.wrapper}> in ${operation.name}`);
  const fields: Record<string, string> = {};
  for (const child of inner?.children ?? []) {
    if (known.includes(child.name) && child.namespace === NAMESPACE) fields[child.name] = child.text;
    else call.breach(`${operation.name} knows no element ${child.name} in ${child.namespace || 'no namespace'}`);
  }
  return fields;
}

function withoutKeys({ keys }: Operation, fields: Record<string, string>): Record<string, string> {
  const secret = Object.values(keys);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.includes(name)));
}
