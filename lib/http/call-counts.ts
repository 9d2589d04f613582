import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallRecord } from '../model/call-record';
import { CallLog } from './call-log';

/** Requests sent, by host and HTTP method: `{"restapi.rev.io": {GET: 12, PATCH: 1}}`. A retry is a request too. */
export type CallCounts = Record<string, Record<string, number>>;

/**
 * What one run has caused: give it to {@link countCalls}. `underWay` counts calls from the moment they are asked for to
 * their end, waiting for the rate limit and for a retry included: a run with one of these is not stuck.
 */
export class CallCounter {
  readonly counts: CallCounts = {};
  readonly log = new CallLog();
  underWay = 0;

  /** @param onActivity called with `underWay` whenever a call begins or ends, and with each request sent. */
  constructor(private readonly onActivity?: (underWay: number) => void) {}

  begin(): void {
    this.underWay += 1;
    this.onActivity?.(this.underWay);
  }

  sent(host: string, method: string): void {
    add(this.counts, host, method);
    this.onActivity?.(this.underWay);
  }

  /** What came of one request. */
  ended(call: CallRecord): void {
    this.log.add(call);
  }

  end(): void {
    this.underWay -= 1;
    this.onActivity?.(this.underWay);
  }
}

const scope = new AsyncLocalStorage<CallCounter>();
const processCounts: CallCounts = {};

/** Runs `work`, counting every call made in it, however deep, into `counter`. The innermost scope counts. */
export function countCalls<T>(counter: CallCounter, work: () => T): T {
  return scope.run(counter, work);
}

/** The counter of the scope we are in, if any. */
export function currentCounter(): CallCounter | undefined {
  return scope.getStore();
}

/** Counts one request that is about to be sent, for the process and for the scope's counter. */
export function countRequest(counter: CallCounter | undefined, host: string, method: string): void {
  add(processCounts, host, method);
  counter?.sent(host, method);
}

/** All requests of this process so far (a copy). */
export function callCounts(): CallCounts {
  return structuredClone(processCounts);
}

function add(counts: CallCounts, host: string, method: string): void {
  const methods = counts[host] ?? {};
  counts[host] = methods;
  methods[method] = (methods[method] ?? 0) + 1;
}
