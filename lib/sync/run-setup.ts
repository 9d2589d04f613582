import type { DealerSyncError } from '../errors';
import type { CallRecord } from '../model/call-record';
import type { RunInfo } from '../model/item';
import type { WriteTarget } from './executor/session';

export interface RunSetup extends RunInfo {
  title: string;
  system: string;
  space: string;
  who: string;
  /** Only these customers: listing guards and baselines do not apply. */
  customerIds?: string[];
  /** Hash of the held plan that a person approved. */
  approvedHash?: string;
  /** Our nodes that the run may pass through; closing one of them ends it. */
  nodeIds: ReadonlySet<string>;
  /** Nodes that list records; each closes its listing once. */
  listingNodes: readonly string[];
  /** Is there a gate to wait for? */
  hasGate: boolean;
  /** A customer closed in Rev.io ends the monitoring at the station. */
  cancelsAtStation?: boolean;
  stallMs: number;
  /** Which of several processes on one store runs it. */
  holder?: string;
}

/** Calls of this run: the HTTP stack's counter, which the core does not know. */
export interface CallTally {
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly underWay: number;
  /** Each of them, as far as they are kept. */
  readonly log?: CallHistory;
}

export interface CallHistory {
  all(): readonly CallRecord[];
  /** How many were let go. */
  readonly dropped: number;
}

export type RunEnd =
  | { state: 'done' }
  | { state: 'held'; reasons: string[] }
  | { state: 'failed'; error: DealerSyncError };

/** What a run wrote outside; of a dealer feed also its service requests, stored or sent. */
export type RunWrites = Record<WriteTarget, number> & { serviceRequests?: number };

/** Something of a run that a person should hear of, beside what its counts say. */
export interface Notice {
  topic: 'held' | 'late' | 'refused';
  text: string;
}
