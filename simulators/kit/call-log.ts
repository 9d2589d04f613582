import type { Write } from './table';

export interface LoggedCall {
  /** From 1, never reused. */
  n: number;
  /** By the simulator's clock. */
  at: string;
  method: string;
  path: string;
  query: string;
  /** The simulator's name of the call, as the fault script uses it. */
  operation: string;
  /** Secrets masked, in headers and body. */
  headers: Record<string, string>;
  body: string;
  /** 0 until answered, and for ever where the connection was broken or left hanging. */
  status: number;
  durationMs: number;
  writes: Write[];
  /** The fault that struck. */
  fault?: string;
}

export interface LogFilter {
  method?: string;
  /** Contained in the path, without case. */
  path?: string;
  operation?: string;
  /** Only calls that wrote, or only those that did not. */
  wrote?: boolean;
  /** Only calls after this number. */
  after?: number;
}

const LONGEST_BODY = 20_000;

/** Every call, the newest `capacity` of them. */
export class CallLog {
  readonly #capacity: number;
  #calls: LoggedCall[] = [];
  #count = 0;

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  /** Number of the last call. */
  get last(): number {
    return this.#count;
  }

  open(call: Omit<LoggedCall, 'n' | 'status' | 'durationMs' | 'writes'>): LoggedCall {
    this.#count += 1;
    const entry = {
      ...call,
      body: call.body.length > LONGEST_BODY ? `${call.body.slice(0, LONGEST_BODY)}…` : call.body,
      n: this.#count,
      status: 0,
      durationMs: 0,
      writes: [],
    };
    this.#calls.push(entry);
    // Dropped in lots: to shift the list at every call would move all of it.
    if (this.#calls.length > this.#capacity * 1.1) this.#calls = this.#calls.slice(-this.#capacity);
    return entry;
  }

  calls(filter: LogFilter = {}): LoggedCall[] {
    const path = filter.path?.toLowerCase();
    return this.#calls.filter(
      (call) =>
        (filter.method === undefined || call.method === filter.method.toUpperCase()) &&
        (path === undefined || call.path.toLowerCase().includes(path)) &&
        (filter.operation === undefined || call.operation.toLowerCase() === filter.operation.toLowerCase()) &&
        (filter.wrote === undefined || call.writes.length > 0 === filter.wrote) &&
        (filter.after === undefined || call.n > filter.after),
    );
  }

  /** All records written by calls, in order. */
  writes(filter: LogFilter = {}): Write[] {
    return this.calls({ ...filter, wrote: true }).flatMap((call) => call.writes);
  }

  clear(): void {
    this.#calls = [];
  }
}
