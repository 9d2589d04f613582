import type { CallBudget } from '../http/call-budget';

/**
 * What the engine needs of a store, made for an embedded file store (NeDB) and a database (PostgreSQL) alike. One
 * contract suite, `test/store/store-contract.ts`, holds every implementation to what is written here.
 *
 * Everything is a document with an opaque, stable `_id` and a revision `rev` that the store counts up. One `put` is one
 * atomic step: after a crash it is there whole or not at all. Documents are plain JSON with any keys; a field that is
 * undefined is left out, anything else that JSON cannot keep (a Date, NaN) fails with `INVALID_DOCUMENT`.
 */

export interface Doc {
  _id: string;
  /** 1 after the insert, then counted up by the store with each put. */
  rev: number;
}

/** The collections, with the fields that are unique (see {@link UNIQUE}) and the ones worth an index. */
export type CollectionName =
  | 'pairs'
  | 'runs'
  | 'outcomes'
  | 'calls'
  | 'plans'
  | 'audit'
  | 'baselines'
  | 'meta'
  | 'serviceRequests'
  | 'feedBaselines'
  | 'feedFiles'
  | 'monitoringBilling';

/**
 * Unique keys, S8: a document takes part in a key only when all of its fields are there, and none of `unless` is true.
 */
export const UNIQUE: Record<CollectionName, { fields: string[]; unless?: string }[]> = {
  pairs: [{ fields: ['space', 'accountId'] }, { fields: ['space', 'customerId'], unless: 'additional' }],
  runs: [],
  outcomes: [],
  calls: [],
  plans: [],
  audit: [],
  baselines: [],
  meta: [],
  // Only open ones have it: at most one open service request per VIN, type and client (F7).
  serviceRequests: [{ fields: ['openKey'] }],
  feedBaselines: [],
  feedFiles: [],
  monitoringBilling: [],
};

/** Fields that queries start from. They hold one value, never a list. */
export const INDEXED: Record<CollectionName, string[]> = {
  pairs: ['space', 'state', 'accountId', 'customerId', 'conflictCount'],
  runs: ['integration', 'startedAt', 'state'],
  outcomes: ['runId', 'integration', 'quiet'],
  calls: ['runId', 'integration'],
  plans: ['runId', 'state'],
  audit: ['at', 'key', 'runId', 'pairId'],
  baselines: [],
  meta: [],
  serviceRequests: ['vin', 'dealerId', 'status'],
  feedBaselines: ['feed'],
  feedFiles: ['feed'],
  monitoringBilling: ['space'],
};

export type Scalar = string | number | boolean | null;

/**
 * A condition on one field (dotted path). A plain value means equal. `null` matches absent and null, `exists` neither. On
 * the way and at its end an array stands for its elements: one that fits is enough, and an empty one is as absent. `not`
 * is the opposite of equal, so it matches what is absent too. A range matches numbers by a number, texts by a text. How an
 * array within an array, U+0000 and half a surrogate pair compare is not said.
 */
export type Condition =
  | Scalar
  | { in: Scalar[] }
  | { not: Scalar }
  | { exists: boolean }
  | { gt?: string | number; gte?: string | number; lt?: string | number; lte?: string | number };

export type Filter = Record<string, Condition>;

export interface Query {
  /** All conditions must hold. */
  where?: Filter;
  /** Case-insensitive part of any of these fields (dotted paths; arrays are looked into). Blank matches everything. */
  text?: { query: string; fields: string[] };
  /**
   * Sort keys in order; `_id` is always the last one, so that paging is stable. Ascending: null and absent, false, true,
   * numbers, texts by code unit or code point (with case). Of an array the first element counts.
   */
  sort?: { field: string; descending?: boolean }[];
  offset?: number;
  limit?: number;
}

export interface Page<T> {
  /** How many match in all. */
  total: number;
  items: T[];
}

/**
 * A lease on a pair space. One holder at a time, across processes; `token` is greater with every new holder, so that a
 * paused runner that wakes late is told apart (fencing, S8).
 */
export interface Lease {
  space: string;
  holder: string;
  token: number;
  /** By the store's clock, milliseconds. */
  expiresAt: number;
}

/** Given with a write: the write fails with `LEASE_LOST` when this is no longer the newest, unexpired lease of its space. */
export type Fence = Pick<Lease, 'space' | 'holder' | 'token'>;

export interface PutOptions {
  fence?: Fence;
  /** Wait until the write is on disk (fsync) before resolving: for a write that an outside call relies on (N6). */
  durable?: boolean;
}

export interface Collection<T extends Doc> {
  get(id: string): Promise<T | undefined>;
  /** All that match, paged; the documents are copies. */
  find(query?: Query): Promise<Page<T>>;
  count(where?: Filter): Promise<number>;
  /**
   * Every match in order of `_id`, in batches, without holding the event loop longer than a batch. Each document is as
   * it is when its batch is read, to read only (it may be frozen); what was inserted since the start may be missing, what
   * was there is never twice.
   */
  scan(where?: Filter, batch?: number): AsyncIterable<T[]>;
  /**
   * A new document (`rev` is set to 1). Fails with `DUPLICATE` when the id or a unique key is taken; `cause.field` names
   * the key.
   */
  insert(doc: Omit<T, 'rev'>, options?: PutOptions): Promise<T>;
  /**
   * Replaces the document whole, if its `rev` is still the one given; else (also when it is gone) fails with `STALE`, and
   * nothing is written.
   * Resolves to the document with its new `rev`.
   */
  put(doc: T, options?: PutOptions): Promise<T>;
  /** True if it was there. */
  remove(id: string, options?: PutOptions): Promise<boolean>;
  /** Removes all that match; for retention. Resolves to how many. */
  removeWhere(where: Filter): Promise<number>;
}

export interface Leases {
  /** The lease, or undefined while somebody else holds it. The same holder asking again gets a new token. */
  acquire(space: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** Extends it. Fails with `LEASE_LOST` when it ended or was taken over. */
  renew(lease: Lease, ttlMs: number): Promise<Lease>;
  /** Gives it back; without effect when it is no longer ours. */
  release(lease: Lease): Promise<void>;
  current(space: string): Promise<Lease | undefined>;
}

/** What processes on one store have together, beside the documents. */
export interface Sharing {
  /** Tells the other processes; never fails, and nothing may rely on it. */
  announce(text: string): void;
  /**
   * What another process announced; an empty text when something may have been missed.
   * @returns stops listening
   */
  onAnnounced(listener: (text: string) => void): () => void;
  readonly callBudget: CallBudget;
}

/**
 * Error codes of a store: `DUPLICATE`, `STALE`, `LEASE_LOST`, `STORE_LOCKED` (another process has it), `STORE_UNWRITABLE`
 * (full disk, read-only folder; nothing was changed, later writes work again), `STORE_CORRUPT`, `STORE_CLOSED`;
 * `STORE_UNREACHABLE` (the database does not answer: a write may have been made or not), `STORE_REFUSED`,
 * `STORE_TOO_NEW`, `STORE_FAILED`; `INVALID_DOCUMENT` and `INVALID_QUERY` for a mistake of the caller.
 */
export interface Store {
  open(): Promise<void>;
  close(): Promise<void>;
  collection<T extends Doc>(name: CollectionName): Collection<T>;
  readonly leases: Leases;
  /** One line for status and log: `NeDB in .dealer-sync`. Never a credential. */
  readonly description: string;
  /** Only of a store that several processes may open. */
  readonly sharing?: Sharing;
}
