/** One change to one record, as a test counts it. */
export interface Write {
  entity: string;
  id: string;
  kind: 'create' | 'update' | 'delete';
  before?: unknown;
  after?: unknown;
}

/** Collects what a call wrote, and tells whoever keeps the state on disk that something changed. */
export class Journal {
  #writes: Write[] | undefined;
  onChange: () => void = () => {};

  /** Runs `act` and returns its result with what it wrote. Not re-entrant: handlers are synchronous. */
  record<T>(act: () => T): { result: T; writes: Write[] } {
    const writes: Write[] = [];
    this.#writes = writes;
    try {
      return { result: act(), writes };
    } finally {
      this.#writes = undefined;
    }
  }

  add(write: Write): void {
    this.#writes?.push(write);
    this.onChange();
  }
}

export interface TableSnapshot<Row> {
  nextId: number;
  rows: Row[];
}

/** Rows of one kind by ascending number. Rows are replaced, never changed in place, so that a logged one stays as it was. */
export class Table<Row extends object> {
  readonly entity: string;
  readonly #idOf: (row: Row) => number;
  readonly #journal: Journal;
  #rows = new Map<number, Row>();
  #nextId: number;
  #sorted: Row[] | undefined;

  constructor(entity: string, firstId: number, idOf: (row: Row) => number, journal: Journal) {
    this.entity = entity;
    this.#nextId = firstId;
    this.#idOf = idOf;
    this.#journal = journal;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** In the order of their numbers. */
  all(): readonly Row[] {
    this.#sorted ??= [...this.#rows.values()];
    return this.#sorted;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  /** Adds the row that `make` builds around the next number. */
  insert(make: (id: number) => Row): Row {
    const id = this.#nextId++;
    const row = make(id);
    this.#rows.set(id, row);
    this.#sorted = undefined;
    this.#journal.add({ entity: this.entity, id: String(id), kind: 'create', after: row });
    return row;
  }

  update(id: number, changes: Partial<Row>): Row {
    const before = this.#existing(id);
    const after = { ...before, ...changes };
    this.#replace(id, after);
    this.#journal.add({ entity: this.entity, id: String(id), kind: 'update', before, after });
    return after;
  }

  /** Changes what the system keeps for itself (dates, counters): no write of anybody's. */
  touch(id: number, changes: Partial<Row>): void {
    this.#replace(id, { ...this.#existing(id), ...changes });
    this.#journal.onChange();
  }

  remove(id: number): void {
    const before = this.#existing(id);
    this.#rows.delete(id);
    this.#sorted = undefined;
    this.#journal.add({ entity: this.entity, id: String(id), kind: 'delete', before });
  }

  toJSON(): TableSnapshot<Row> {
    return { nextId: this.#nextId, rows: [...this.all()] };
  }

  restore(snapshot: TableSnapshot<Row>): void {
    this.#nextId = snapshot.nextId;
    this.#rows = new Map(snapshot.rows.map((row) => [this.#idOf(row), row]));
    this.#sorted = undefined;
  }

  #existing(id: number): Row {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`There is no ${this.entity} ${id}`);
    return row;
  }

  #replace(id: number, row: Row): void {
    this.#rows.set(id, row);
    this.#sorted = undefined;
  }
}
