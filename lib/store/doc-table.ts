import type { Held } from './documents';
import { FieldIndex } from './field-index';
import { compileFilter, compileText, sortAndCut } from './query';
import type { Filter, Query } from './store';
import { type UniqueKey, UniqueKeys } from './unique-keys';

/** One document's step: no `before` is an insert, no `after` a removal. */
export interface Change {
  before?: Held;
  after?: Held;
}

/**
 * The documents of one collection in memory, with their keys and indexes. Reads are answered from here at once; a
 * change is applied only when it is written, so memory never runs ahead of the disk (N5).
 */
export class DocTable {
  readonly #docs = new Map<string, Held>();
  readonly #unique: UniqueKeys;
  readonly #indexes: Map<string, FieldIndex>;

  constructor(unique: UniqueKey[], indexed: string[]) {
    this.#unique = new UniqueKeys(unique);
    this.#indexes = new Map(indexed.map((field) => [field, new FieldIndex(field)]));
  }

  get size(): number {
    return this.#docs.size;
  }

  get(id: string): Held | undefined {
    return this.#docs.get(id);
  }

  /** The name of what stands in the way of this document: `_id` is the caller's business. */
  conflict(doc: Held): string | undefined {
    return this.#unique.taken(doc);
  }

  apply({ before, after }: Change): void {
    if (after) this.#docs.set(after._id, after);
    else if (before) this.#docs.delete(before._id);
    this.#unique.replace(before, after);
    for (const index of this.#indexes.values()) index.replace(before, after);
  }

  select(where?: Filter, text?: Query['text']): Held[] {
    const matches = compileFilter(where);
    const contains = text && compileText(text);
    const found: Held[] = [];
    // A document with two of the values in its array is among the candidates of both.
    const seen = new Set<string>();
    const candidates = this.#candidates(where);
    for (const docs of candidates) {
      for (const doc of docs.values()) {
        if (!matches(doc) || (contains && !contains(doc))) continue;
        if (candidates.length > 1) {
          if (seen.has(doc._id)) continue;
          seen.add(doc._id);
        }
        found.push(doc);
      }
    }
    return found;
  }

  /** How many match; of one value of an indexed field the index knows it. */
  count(where: Filter = {}): number {
    const [only, ...more] = Object.entries(where);
    if (!only) return this.#docs.size;
    const [field, condition] = only;
    const known = more.length === 0 && typeof condition === 'string' && this.#indexes.get(field)?.candidates(condition);
    if (!known) return this.select(where).length;
    return known.reduce((sum, docs) => sum + docs.size, 0);
  }

  page(query: Query): { total: number; docs: Held[] } {
    const found = this.select(query.where, query.text);
    return { total: found.length, docs: sortAndCut(found, query) };
  }

  /** The candidates' ids in order: every match is among them. */
  candidateIds(where?: Filter): string[] {
    const candidates = this.#candidates(where);
    const ids = candidates.flatMap((docs) => [...docs.keys()]);
    // Only a document with several of the values in its array is there twice.
    return (candidates.length > 1 ? [...new Set(ids)] : ids).sort();
  }

  /** The shortest list that surely holds every match. */
  #candidates(where: Filter = {}): Map<string, Held>[] {
    let best = [this.#docs];
    let fewest = this.#docs.size;
    for (const [field, condition] of Object.entries(where)) {
      const candidates = this.#indexes.get(field)?.candidates(condition);
      const count = candidates?.reduce((sum, docs) => sum + docs.size, 0);
      if (candidates && count !== undefined && count < fewest) {
        best = candidates;
        fewest = count;
      }
    }
    return best;
  }
}
