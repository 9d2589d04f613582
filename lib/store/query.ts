import { DealerSyncError } from '../errors';
import { type Held, heldKey, type Json } from './documents';
import type { Condition, Filter, Query, Scalar } from './store';

/**
 * Filters, text search and sorting over documents in memory: the one reading of the rules in `store.ts` that both the
 * memory store and the NeDB store use. A filter is compiled once, then asked for tens of thousands of documents.
 */

type Test = (value: Json) => boolean;
export type Matcher = (doc: Held) => boolean;

/** A dotted path as the keys that lead there. */
export function pathOf(field: string): string[] {
  return field.split('.').map(heldKey);
}

/**
 * True if a value at the path passes. An array stands for its elements, at every level; null, absent and an empty array
 * are no value.
 */
export function someAt(value: Json | undefined, path: string[], test: Test, from = 0): boolean {
  let here = value;
  for (let depth = from; ; depth += 1) {
    if (here === null || here === undefined) return false;
    if (typeof here === 'object' && Array.isArray(here)) return here.some((one) => someAt(one, path, test, depth));
    if (depth === path.length) return test(here);
    const key = path[depth] as string;
    if (typeof here !== 'object' || !Object.hasOwn(here, key)) return false;
    here = here[key];
  }
}

const anything: Test = () => true;

function range(condition: Extract<Condition, { gt?: unknown }>): Test {
  // A text is never compared with a number: neither is greater.
  const bound = (limit: string | number | undefined, holds: (value: Json, limit: string | number) => boolean): Test =>
    limit === undefined ? anything : (value) => typeof value === typeof limit && holds(value, limit);
  const tests = [
    bound(condition.gt, (value, limit) => (value as string | number) > limit),
    bound(condition.gte, (value, limit) => (value as string | number) >= limit),
    bound(condition.lt, (value, limit) => (value as string | number) < limit),
    bound(condition.lte, (value, limit) => (value as string | number) <= limit),
  ].filter((test) => test !== anything);
  return (value) => tests.every((test) => test(value));
}

function oneOf(values: Scalar[], path: string[]): Matcher {
  const wanted = new Set<Json>(values);
  const found: Matcher = (doc) => someAt(doc, path, (value) => wanted.has(value));
  return wanted.has(null) ? (doc) => found(doc) || !someAt(doc, path, anything) : found;
}

function compileCondition(field: string, condition: Condition): Matcher {
  const path = pathOf(field);
  if (condition === null || typeof condition !== 'object') {
    return oneOf([condition], path);
  }
  if ('in' in condition) return oneOf(condition.in, path);
  if ('not' in condition) {
    const equal = oneOf([condition.not], path);
    return (doc) => !equal(doc);
  }
  if ('exists' in condition) return (doc) => someAt(doc, path, anything) === condition.exists;
  const test = range(condition);
  return (doc) => someAt(doc, path, test);
}

const CONDITION_KEYS = new Set(['in', 'not', 'exists', 'gt', 'gte', 'lt', 'lte']);

/** A condition that says nothing must not pass as "all": `removeWhere` would empty the collection. */
function isCondition(condition: Condition | undefined): condition is Condition {
  if (condition === undefined) return false;
  if (condition === null || typeof condition !== 'object') return true;
  const keys = Object.keys(condition).filter((key) => condition[key as keyof typeof condition] !== undefined);
  return keys.length > 0 && keys.every((key) => CONDITION_KEYS.has(key));
}

/** All conditions must hold. Fails with `INVALID_QUERY` for a condition that is none. */
export function compileFilter(where: Filter = {}): Matcher {
  const matchers = Object.entries(where).map(([field, condition]) => {
    if (!isCondition(condition)) {
      throw new DealerSyncError('INVALID_QUERY', `The condition on ${field} says nothing. Please report it.`, {
        cause: { system: 'store', operation: 'query', field },
      });
    }
    return compileCondition(field, condition);
  });
  if (matchers.length === 1) return matchers[0] as Matcher;
  return (doc) => matchers.every((matches) => matches(doc));
}

/** Case-insensitive part of any of the fields. A blank text matches everything. */
export function compileText(text: Query['text']): Matcher {
  const wanted = text?.query.trim().toLowerCase();
  if (!text || !wanted) return () => true;
  const paths = text.fields.map(pathOf);
  const contains: Test = (value) =>
    typeof value === 'string'
      ? value.toLowerCase().includes(wanted)
      : typeof value !== 'object' && String(value).toLowerCase().includes(wanted);
  return (doc) => paths.some((path) => someAt(doc, path, contains));
}

type SortKey = string | number | boolean | null;

/** Of an array, the first value counts. */
function sortKey(doc: Held, path: string[]): SortKey {
  let first: SortKey = null;
  someAt(doc, path, (value) => {
    if (typeof value === 'object') return false;
    first = value;
    return true;
  });
  return first;
}

const RANK: Record<string, number> = { object: 0, boolean: 1, number: 2, string: 3 };

/** Null and absent first, then false, true, numbers, texts by code unit (PostgreSQL: `COLLATE "C"`). */
function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (typeof a !== typeof b) return (RANK[typeof a] as number) - (RANK[typeof b] as number);
  return (a as string | number) < (b as string | number) ? -1 : 1;
}

interface Row {
  doc: Held;
  keys: SortKey[];
}

/**
 * Sorts and cuts the page. A page is short and the matches are many, so only the rows up to the page's end are kept in
 * order: what comes after the last of them is dropped as it is met.
 */
export function sortAndCut(docs: Held[], query: Query): Held[] {
  const { sort = [], offset = 0, limit = docs.length } = query;
  const paths = sort.map(({ field }) => pathOf(field));
  const signs = sort.map(({ descending }) => (descending ? -1 : 1));
  const compare = (a: Row, b: Row): number => {
    for (let i = 0; i < signs.length; i += 1) {
      const order = compareKeys(a.keys[i] as SortKey, b.keys[i] as SortKey);
      if (order !== 0) return order * (signs[i] as number);
    }
    return compareKeys(a.doc._id, b.doc._id);
  };

  const wanted = offset + limit;
  let rows: Row[] = [];
  let last: Row | undefined;
  for (const doc of docs) {
    const row = { doc, keys: paths.map((path) => sortKey(doc, path)) };
    if (last && compare(row, last) > 0) continue;
    rows.push(row);
    if (rows.length < 2 * wanted + SORT_SLACK) continue;
    rows = rows.sort(compare).slice(0, wanted);
    last = rows.at(-1);
  }
  return rows
    .sort(compare)
    .slice(offset, wanted)
    .map(({ doc }) => doc);
}

/** So many more rows than twice the page are gathered before they are cut. */
const SORT_SLACK = 100;
