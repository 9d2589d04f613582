import { DealerSyncError } from '../../lib/errors';
import { BLANK_ADDRESS } from '../../lib/model/records';

/** An operation that a node does by itself, for an integrator's own flow: arguments from the payload, one answer. */
export type Operation<C> = (client: C, args: Arguments) => Promise<unknown>;

export interface Arguments {
  /** The record's id: the payload itself, or its `id`. */
  id(): string;
  /** A field that must be a text. */
  text(field: string): string;
  /** The payload's fields as the client's own type. */
  record<T>(shape: RecordShape): T;
}

/** What a payload's record may hold. Anything else on it is left alone. */
export interface RecordShape {
  texts: readonly string[];
  /** Must be there, and not blank. */
  needed: readonly string[];
  /** Only what changes: `name: {name, …}` in parts, and the lines of `address` that are given. */
  changes?: boolean;
}

const NAME_PARTS = ['firstName', 'middleName', 'lastName', 'companyName'];
const LINES = Object.keys(BLANK_ADDRESS);
const PARTY = ['kind', 'name', ...NAME_PARTS, 'accountNumber', 'phone', 'email'];

export const ACCOUNT_DRAFT: RecordShape = { texts: PARTY, needed: ['kind', 'name', 'accountNumber', 'address'] };
export const CUSTOMER_DRAFT: RecordShape = {
  texts: [...PARTY, 'billProfileId'],
  needed: [...ACCOUNT_DRAFT.needed, 'billProfileId'],
};
export const PARTY_UPDATE: RecordShape = { texts: ['kind', 'sharedAddress'], needed: ['kind'], changes: true };
export const CONTACT: RecordShape = { texts: ['name', 'phone', 'mobile', 'email', 'title'], needed: ['name'] };

const KINDS = ['business', 'residential', 'other'];

/** @throws DealerSyncError BAD_PAYLOAD when a field is missing, or is not what it must be */
export function readArguments(payload: unknown): Arguments {
  const fields = isObject(payload) ? payload : {};
  const text = (field: string): string => {
    const value = textOf(fields !== payload ? payload : fields[field]);
    if (value) return value;
    throw missing(field);
  };
  return { id: () => text('id'), text, record: <T>(shape: RecordShape) => readRecord(payload, shape) as T };
}

function readRecord(payload: unknown, { texts, needed, changes }: RecordShape): object {
  if (!isObject(payload)) throw bad('msg.payload must be an object with the fields to write.');
  const record: Record<string, unknown> = pickTexts(payload, texts, '');
  if (payload.address !== undefined) {
    const lines = pickTexts(payload.address, LINES, 'address');
    record.address = changes ? lines : { ...BLANK_ADDRESS, ...lines };
  }
  if (changes && payload.name !== undefined) {
    const name = pickTexts(payload.name, ['name', ...NAME_PARTS], 'name');
    if (!name.name) throw missing('name.name');
    record.name = name;
  }
  for (const field of needed) if (!record[field]) throw missing(field);
  if (record.kind && !KINDS.includes(String(record.kind))) throw bad(`kind must be one of ${KINDS.join(', ')}.`);
  return record;
}

function pickTexts(from: unknown, names: readonly string[], path: string): Record<string, string> {
  if (!isObject(from)) throw bad(`msg.payload.${path} must be an object.`);
  const texts: Record<string, string> = {};
  for (const name of names) {
    const value = from[name];
    if (value === undefined || value === null) continue;
    const text = textOf(value);
    if (text === undefined) throw bad(`msg.payload.${path ? `${path}.` : ''}${name} must be a text.`);
    texts[name] = text;
  }
  return texts;
}

/** Ids, numbers and postal codes that came from elsewhere are often numbers. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing(field: string): DealerSyncError {
  return new DealerSyncError('BAD_PAYLOAD', `msg.payload.${field} is missing: this operation needs it.`, {
    cause: { field },
  });
}

function bad(sentence: string): DealerSyncError {
  return new DealerSyncError('BAD_PAYLOAD', sentence);
}

/** A flow file may name an operation that this version has not. */
export function operationNamed<C>(operations: Record<string, Operation<C>>, name: string): Operation<C> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  throw new DealerSyncError('BAD_OPERATION', `There is no operation "${name}": choose one in the node's settings.`);
}
