import { type CollectionName, INDEXED } from '../store';

/** What things are called in the database. All of it lives in a schema of its own, so that it can share a database. */
export const SCHEMA = 'dealer_sync';

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The table of a collection. */
export function tableOf(collection: string): string {
  return `${SCHEMA}.${snake(collection)}`;
}

/** A unique index is called after its fields, so that the error of a taken key can tell them. */
export function keyName(collection: string, fields: string[]): string {
  return `${collection}: ${fields.join(', ')}`;
}

/** The fields in the name of a unique index. */
export function fieldsOfKey(name: string): string {
  return name.slice(name.indexOf(': ') + 2);
}

/** The columns that PostgreSQL fills from an indexed field: its text, when it is one; its number, when it is one. */
export interface FieldColumns {
  text: string;
  number?: string;
}

export function columnsOf(field: string): FieldColumns & { number: string } {
  // A name of ours may be a word of SQL's: `at`, `key`, `state`.
  return { text: `"${snake(field)}"`, number: `"${snake(field)}_number"` };
}

/** The columns that can answer for a field of a collection, if there are any. */
export function columnsFor(collection: CollectionName): (field: string) => FieldColumns | undefined {
  const known = new Map<string, FieldColumns>(INDEXED[collection].map((field) => [field, columnsOf(field)]));
  known.set('_id', { text: 'id' });
  return (field) => known.get(field);
}
