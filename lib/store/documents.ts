import { DealerSyncError } from '../errors';
import type { Scalar } from './store';

/**
 * Documents as a store holds them: plain JSON, owned by the store alone. Whatever goes in is copied once and whatever
 * comes out is copied once or frozen, so nobody's later change of an object reaches the store without a `put`.
 */

export type Json = Scalar | Json[] | { [key: string]: Json };

/** A document inside a store: `_id` and `rev` as in `Doc`, the rest any JSON. Keys are escaped, see {@link heldKey}. */
export type Held = { _id: string; rev: number } & { [key: string]: Json };

/** NeDB refuses keys with a `.` or a leading `$`; this character stands before the letter that replaces them. */
const ESCAPE = '\uE000';
const LETTERS: Record<string, string> = { '.': 'd', $: 's', [ESCAPE]: 'e' };
const CHARACTERS: Record<string, string> = { d: '.', s: '$', e: ESCAPE };

/** The name under which a key is held. Plain keys, nearly all, are held as they are. */
export function heldKey(key: string): string {
  if (!key.includes('.') && !key.startsWith('$') && !key.includes(ESCAPE)) return key;
  return key.replace(/[.$\uE000]/g, (character) => ESCAPE + LETTERS[character]);
}

function plainKey(key: string): string {
  if (!key.includes(ESCAPE)) return key;
  return key.replace(/\uE000([dse])/g, (_, letter: string) => CHARACTERS[letter] ?? '');
}

/** Also ends a document that holds itself. */
const DEEPEST = 100;

function invalid(path: string, what: string): DealerSyncError {
  return new DealerSyncError(
    'INVALID_DOCUMENT',
    `The store takes plain JSON only, and ${path || 'the document'} is ${what}. Please report it.`,
    { cause: { system: 'store', operation: 'write', field: path } },
  );
}

function copyValueIn(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid(path, 'not a finite number');
    return value;
  }
  if (depth > DEEPEST) throw invalid(path.slice(0, 40), 'nested too deep, or in itself');
  // As in JSON: a hole or an undefined element of an array is null.
  if (Array.isArray(value)) return value.map((one, index) => copyValueIn(one ?? null, `${path}[${index}]`, depth + 1));
  if (typeof value !== 'object' || !isPlain(value)) throw invalid(path, `a ${nameOf(value)}`);
  const copy: { [key: string]: Json } = {};
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const onePath = path ? `${path}.${key}` : key;
    // Assigning it would change the copy's prototype instead of adding a field.
    if (key === '__proto__') throw invalid(onePath, 'a reserved name');
    copy[heldKey(key)] = copyValueIn(one, onePath, depth + 1);
  }
  return copy;
}

function isPlain(value: object | null): boolean {
  if (value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By its place, not by identity: a document may come from a sandbox (Node-RED's function node) with an Object of its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
}

/** The store's own copy of a caller's document. Fails with `INVALID_DOCUMENT` for what JSON cannot keep. */
export function copyIn(doc: object, rev: number): Held {
  const held = copyValueIn({ ...doc, rev }, '', 0) as { [key: string]: Json };
  const id = held._id;
  // NeDB keys a plain object by `_id` while it loads, and takes a blank one for no document at all.
  if (typeof id !== 'string' || id === '' || id === '__proto__') throw invalid('_id', 'not a usable id');
  return held as Held;
}

function copyValueOut(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyValueOut);
  const copy: { [key: string]: Json } = {};
  for (const key in value) copy[plainKey(key)] = copyValueOut(value[key] as Json);
  return copy;
}

/** A caller's own copy of a held document. */
export function copyOut<T>(held: Held): T {
  return copyValueOut(held) as T;
}

/** Held documents that were given out as they are: nobody can change them. */
const views = new WeakMap<Held, unknown>();

/**
 * A held document to read, frozen, and made once: a cycle that reads ten thousand pairs and changes none would spend more
 * time on copies than on comparing.
 */
export function viewOf<T>(held: Held): T {
  const known = views.get(held);
  if (known !== undefined) return known as T;
  const view = frozen(isHeldPlain(held) ? held : copyValueOut(held));
  views.set(held, view);
  return view as T;
}

function isHeldPlain(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isHeldPlain);
  for (const key in value) if (key.includes(ESCAPE) || !isHeldPlain(value[key] as Json)) return false;
  return true;
}

function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  for (const one of Object.values(value)) frozen(one);
  Object.freeze(value);
  return value;
}
