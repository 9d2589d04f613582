import { type Held, heldKey } from './documents';
import type { Scalar } from './store';

export interface UniqueKey {
  fields: string[];
  unless?: string;
}

/**
 * Who holds which unique key, S8. NeDB's own unique indexes know neither "only when all fields are there" nor `unless`,
 * and change memory before the file; these are asked before anything is written and changed after.
 */
export class UniqueKeys {
  readonly #keys: { name: string; of: (doc: Held) => Scalar | undefined; holders: Map<Scalar, string> }[];

  constructor(keys: UniqueKey[]) {
    this.#keys = keys.map(({ fields, unless }) => {
      const held = fields.map(heldKey);
      const exempt = unless === undefined ? undefined : heldKey(unless);
      return {
        name: fields.join(', '),
        holders: new Map(),
        of: (doc) => {
          if (exempt !== undefined && doc[exempt] === true) return undefined;
          const values = held.map((field) => doc[field] ?? null);
          if (values.includes(null)) return undefined;
          // A key of one field is the document's own text, and no copy of it.
          const [only] = values;
          return values.length === 1 && typeof only !== 'object' ? only : JSON.stringify(values);
        },
      };
    });
  }

  /** The fields of the first key that another document holds. */
  taken(doc: Held): string | undefined {
    return this.#keys.find(({ of, holders }) => {
      const key = of(doc);
      const holder = key === undefined ? undefined : holders.get(key);
      return holder !== undefined && holder !== doc._id;
    })?.name;
  }

  replace(before: Held | undefined, after: Held | undefined): void {
    for (const { of, holders } of this.#keys) {
      const left = before && of(before);
      if (left !== undefined && holders.get(left) === before?._id) holders.delete(left);
      const taken = after && of(after);
      if (after && taken !== undefined) holders.set(taken, after._id);
    }
  }
}
