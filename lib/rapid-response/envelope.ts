import type { Refusal } from './errors';
import type { EndpointProfile } from './profile';

/** A JSON object as it came over the wire. */
type WireObject = Record<string, unknown>;

/** One row in our words; what is blank or absent is left out. Numbers and flags come as text. */
export type Row = Partial<Record<string, string>>;

/** What a reply is, once its envelope is open. */
export type Opened = { rows: Row[]; output: Row } | { refusal: Refusal } | { problem: string };

/**
 * Opens `{Success, ErrorTypeNum, UserErrorMessage, SqlConnectionLost, OutputParameter, ResultSet}`. `Success` is looked at
 * first: a refusal may carry `ErrorTypeNum` 0, and a number may be a note beside a success (contract: envelope). A list
 * whose rows stand neither in `ResultSet` nor under the endpoint's own name is a problem, not an empty list.
 */
export function openEnvelope(reply: unknown, endpoint: EndpointProfile): Opened {
  if (!isWireObject(reply)) return { problem: 'no JSON object' };
  const lost = reply.SqlConnectionLost === true;
  if (reply.Success !== true) {
    if (reply.Success !== false && !lost) return { problem: 'no word on success' };
    return { refusal: { errorType: textOf(reply.ErrorTypeNum), message: textOf(reply.UserErrorMessage), lost } };
  }
  // A success that the database was lost behind is no list to trust; a write that succeeded has acted.
  if (lost && !endpoint.writes) return { refusal: { errorType: '', message: '', lost } };
  const output = isWireObject(reply.OutputParameter) ? toRow(reply.OutputParameter, endpoint) : {};
  if (endpoint.answers === 'output') return { rows: [], output };
  const name = endpoint.path.slice(endpoint.path.lastIndexOf('/') + 1);
  const rows = Array.isArray(reply.ResultSet) ? reply.ResultSet : reply[name];
  if (!Array.isArray(rows)) return { problem: `no rows in ResultSet or ${name}` };
  const strange = rows.some((row) => !isWireObject(row));
  if (strange) return { problem: 'a row that is no object' };
  return { rows: rows.map((row) => toRow(row as WireObject, endpoint)), output };
}

/** A failure's own words, where a reply outside 200 has any. */
export function failureMessage(text: string): string {
  try {
    const reply: unknown = JSON.parse(text);
    return (isWireObject(reply) && textOf(reply.UserErrorMessage)) || text;
  } catch {
    return text;
  }
}

/** Flags are booleans; `Y` and `1` stand for true in lists of codes (contract: `ActiveFlag`). */
export function isOn(flag: string | undefined): boolean {
  return /^(true|y|yes|1)$/i.test(flag ?? '');
}

function toRow(wire: WireObject, { columns }: EndpointProfile): Row {
  const row: Row = {};
  for (const [word, spellings] of Object.entries(columns)) {
    for (const spelling of spellings) {
      const text = textOf(wire[spelling]);
      if (text === '') continue;
      row[word] = text;
      break;
    }
  }
  return row;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
