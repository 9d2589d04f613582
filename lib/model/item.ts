import type { FeedAction } from '../dealer-feed/types';
import type { Action } from '../sync/actions';
import type { Account, Address, Customer, NameParts } from './records';

/** What became of a record in a run. Each record seen ends in exactly one (S11). */
export type OutcomeName =
  | 'created'
  | 'linked'
  | 'updated'
  | 'unchanged'
  | 'skipped'
  | 'pending'
  | 'conflict'
  | 'held'
  | 'failed';

export const OUTCOMES: readonly OutcomeName[] = [
  'created',
  'linked',
  'updated',
  'unchanged',
  'skipped',
  'pending',
  'conflict',
  'held',
  'failed',
];

export interface Outcome {
  name: OutcomeName;
  /** A sentence: why it was skipped, held, in conflict, or what failed. */
  reason?: string;
  /** Error code of a failure. */
  code?: string;
}

/** Why a score is what it is: an i18n key with its values. */
export interface MatchReason {
  key: string;
  values?: Record<string, string | number>;
}

export interface MatchCandidate {
  customerId: string;
  score: number;
  reasons: MatchReason[];
  /** The candidate as it was when the match was queued, for the person who decides. */
  customer?: Customer;
}

export interface Match {
  score: number;
  reasons: MatchReason[];
  candidates: MatchCandidate[];
  threshold: number;
  matcherVersion: string;
}

/** How an item's account and customer came to belong together. */
export interface ItemLink {
  /** Rev.io's id of the key link; absent while the link is only in our store. */
  keyLinkId?: string;
  /** A second site of a customer: contacts come in, name and address do not sync. */
  additional?: boolean;
  /** Why the account belongs to the customer when this run links it. */
  decidedBy?: LinkDecision;
}

/** `match`: a sure match; `rebuilt`: found in Rev.io's key links (S9); else the user who decided. */
export type LinkDecision =
  | { by: 'match' | 'rebuilt' | 'push' }
  | { by: 'person'; user: string; as: 'accept' | 'reassign' | 'relink' };

/**
 * What one side should say by what the other one says: the form that a write takes, and that a side is compared with. The
 * mapping fills every part of the name, blank where that side has no such field: laid over a record, nothing of the
 * record's own name may show through.
 */
export interface MappedParty extends NameParts {
  kind: 'business' | 'residential';
  /** `''` where the record has none. */
  accountNumber: string;
  address: Address;
}

/** What a dealer feed's item is about: one vehicle's service request. */
export interface FeedStep {
  feed: string;
  dealerId: string;
  action: FeedAction;
  /** The instant that it was planned by. */
  at: number;
}

/**
 * The one type that travels through every flow. A node enriches it or routes it; none re-invents it.
 */
export interface Item {
  /** `cms:100000001`, or `revio:1015` for a customer without an account; `vehicle:<dealer>:<service request>` in a feed. */
  key: string;
  /** What people know it by, where that is no name of an account or customer. */
  label?: string;
  account?: Account;
  customer?: Customer;
  link?: ItemLink;
  match?: Match;
  /** Where the flow has a `map-site`: what each side should say by its templates; a pair at rest has none. */
  mapped?: { customer?: MappedParty; account?: MappedParty };
  /** Set when a new record is wanted; `due`: by the review queue's declared rule, exempt from the create guard. */
  create?: { side: 'customer' | 'account'; due?: boolean; reason?: string };
  actions?: Action[];
  feed?: FeedStep;
  outcome?: Outcome;
}

/** What a trigger's payload may say. */
export interface Trigger {
  cause?: Cause;
  preview?: boolean;
  customerIds?: string[];
}

export type Cause = 'timer' | 'manual' | 'startup';
export type Direction = 'both' | 'in' | 'out';

/** `msg.run`. */
export interface RunInfo {
  id: string;
  integration: string;
  direction: Direction;
  preview: boolean;
  cause: Cause;
}
