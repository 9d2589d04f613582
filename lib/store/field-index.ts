import type { Held } from './documents';
import { pathOf, someAt } from './query';
import type { Condition, Scalar } from './store';

/**
 * From a field's values to the documents that have them; an array counts with each of its elements. It narrows a query
 * down, the filter still decides. By id, because one value (`space`) may have every document, and NeDB's indexes take a
 * walk through all of them at each change; a value of one document alone (`vin`) needs no map of its own.
 */
export class FieldIndex {
  readonly #path: string[];
  readonly #docs = new Map<Scalar, Held | Map<string, Held>>();

  constructor(field: string) {
    this.#path = pathOf(field);
  }

  replace(before: Held | undefined, after: Held | undefined): void {
    this.#each(before, (value, doc) => {
      const docs = this.#docs.get(value);
      if (docs instanceof Map) docs.delete(doc._id);
      if (docs instanceof Map ? docs.size === 0 : docs?._id === doc._id) this.#docs.delete(value);
    });
    this.#each(after, (value, doc) => {
      const docs = this.#docs.get(value);
      if (docs instanceof Map) docs.set(doc._id, doc);
      else this.#docs.set(value, docs === undefined || docs._id === doc._id ? doc : byId(docs, doc));
    });
  }

  /** The documents that can meet the condition, or undefined when the index cannot tell. */
  candidates(condition: Condition): Map<string, Held>[] | undefined {
    const values = typeof condition !== 'object' ? [condition] : condition && 'in' in condition ? condition.in : [null];
    if (values.includes(null)) return undefined;
    return [...new Set(values)].flatMap((value) => {
      const docs = this.#docs.get(value);
      return docs === undefined || docs instanceof Map ? (docs ?? []) : byId(docs);
    });
  }

  #each(doc: Held | undefined, visit: (value: Scalar, doc: Held) => void): void {
    if (!doc) return;
    someAt(doc, this.#path, (value) => {
      if (typeof value !== 'object') visit(value, doc);
      return false;
    });
  }
}

function byId(...docs: Held[]): Map<string, Held> {
  return new Map(docs.map((doc) => [doc._id, doc]));
}
