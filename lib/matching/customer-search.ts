import Fuse from 'fuse.js';
import { foldWords, joinWords } from '../model/fold';
import type { Address } from '../model/records';

/** fuse.js compares its pattern with every record it is given, half a second for 10,000: it ranks the nearest only. */
const RANKED = 500;
/** A hit must share this part of what was typed, in three-letter pieces. */
const SHARED = 0.3;

/** What can be searched of a record. */
export interface SearchRecord {
  id: string;
  name: string;
  accountNumber?: string;
  address: Address;
  phone?: string;
  email?: string;
}

interface Entry<T> {
  customer: T;
  text: string;
}

/**
 * The search box of a person who types a part of a name, a number or a street, with a slip here and there. For people
 * only: nothing is linked by it.
 */
export class CustomerSearch<T extends SearchRecord> {
  private readonly customers: readonly T[];
  private folded?: readonly Entry<T>[];

  constructor(customers: Iterable<T>) {
    this.customers = [...customers];
  }

  get size(): number {
    return this.customers.length;
  }

  /** Made when somebody first searches: each run brings new customers, and hardly any run is followed by a search. */
  private get entries(): readonly Entry<T>[] {
    this.folded ??= this.customers.map((customer) => ({ customer, text: textOf(customer) }));
    return this.folded;
  }

  /** By its id, exactly. */
  find(id: string): T | undefined {
    return this.customers.find((customer) => customer.id === id);
  }

  /** Best first. A blank query finds nobody. */
  search(query: string, limit: number): T[] {
    const typed = joinWords(foldWords(query.slice(0, 200)));
    if (!typed) return [];
    const near = this.nearest(typed);
    const fuse = new Fuse(near, {
      keys: [
        { name: 'customer.name', weight: 3 },
        { name: 'customer.accountNumber', weight: 2 },
        { name: 'customer.id', weight: 2 },
        { name: 'text', weight: 1 },
      ],
      ignoreLocation: true,
      threshold: 0.6,
    });
    const ranked = fuse.search(typed, { limit }).map(({ item }) => item);
    // What fuse.js gives up on (a long pattern in another order) still shares most of its pieces: it follows in that order.
    return [...new Set([...ranked, ...near])].slice(0, limit).map(({ customer }) => customer);
  }

  private nearest(typed: string): Entry<T>[] {
    const pieces = piecesOf(typed);
    const scored: { entry: Entry<T>; shared: number }[] = [];
    for (const entry of this.entries) {
      let shared = 0;
      for (const piece of pieces) if (entry.text.includes(piece)) shared += 1;
      if (shared >= Math.max(1, pieces.length * SHARED)) scored.push({ entry, shared });
    }
    scored.sort((a, b) => b.shared - a.shared || a.entry.customer.id.localeCompare(b.entry.customer.id));
    return scored.slice(0, RANKED).map(({ entry }) => entry);
  }
}

function textOf({ id, name, accountNumber, address, phone, email }: SearchRecord): string {
  const parts = [name, accountNumber, id, address.line1, address.city, address.postalCode, phone, email];
  return ` ${joinWords(foldWords(parts.filter(Boolean).join(' ')))} `;
}

/** Three letters each, word by word; a shorter word is a piece by itself. */
function piecesOf(typed: string): string[] {
  const pieces = new Set<string>();
  for (const word of typed.split(' ').filter(Boolean)) {
    if (word.length <= 3) pieces.add(` ${word}`);
    for (let start = 0; start + 3 <= word.length; start++) pieces.add(word.slice(start, start + 3));
  }
  return [...pieces];
}
