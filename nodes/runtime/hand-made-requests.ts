import type { RequestField, TrackedEntity } from '../../lib/dealer-feed/service-request';
import { DealerSyncError } from '../../lib/errors';

/** A service request, an inspection or a work order, as a hand-made payload tells it. */
export interface HandMade extends TrackedEntity {
  vin: string;
  lastReappearedAt?: number;
  missingSince?: number;
}

/**
 * Those that a payload lists under a name. Instants are milliseconds, or texts that a date is read from.
 *
 * @throws DealerSyncError `BAD_PAYLOAD`
 */
export function handMade(payload: Record<string, unknown>, name: string): HandMade[] {
  const list = payload[name];
  if (!Array.isArray(list)) throw bad(`msg.payload.${name} must be a list.`);
  return [...list].map((one: unknown, index) => {
    const place = `msg.payload.${name}[${index}]`;
    const fields = fieldsOf(one, place);
    const { touchedByPerson } = fields;
    return {
      id: textIn(fields, 'id') || textIn(fields, 'vin'),
      vin: textIn(fields, 'vin'),
      stock: textIn(fields, 'stock'),
      client: textIn(fields, 'client'),
      createdAt: instant(fields.createdAt, `${place}.createdAt`),
      touchedByPerson: (Array.isArray(touchedByPerson) ? touchedByPerson.map(String) : []) as RequestField[],
      ...optionalInstant(fields, 'lastReappearedAt', place),
      ...optionalInstant(fields, 'missingSince', place),
    };
  });
}

/** @throws DealerSyncError `BAD_PAYLOAD` */
export function fieldsOf(value: unknown, place = 'msg.payload'): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw bad(`${place} must be an object.`);
}

/** `''` for what is no text. */
export function textIn(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** @throws DealerSyncError `BAD_PAYLOAD` */
export function textsIn(fields: Record<string, unknown>, name: string): string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw bad(`msg.payload.${name} must be a list of texts.`);
  return [...value].map(String);
}

function optionalInstant<K extends string>(
  fields: Record<string, unknown>,
  name: K,
  place: string,
): Partial<Record<K, number>> {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  return { [name]: instant(value, `${place}.${name}`) } as Record<K, number>;
}

function instant(value: unknown, place: string): number {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw bad(`${place} must be a time: milliseconds, or a text as in 2026-03-14T08:00:00Z.`);
}

function bad(sentence: string): DealerSyncError {
  return new DealerSyncError('BAD_PAYLOAD', sentence);
}
