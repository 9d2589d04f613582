/**
 * Matches monitoring accounts to billing customers, safely enough to act on the result: normalise, find candidates,
 * compare, weigh, guard, assign one to one, explain.
 */
export { reasonText } from './explain';
export { matchAccounts } from './match-accounts';
export { createMatchIndex, MatchIndex } from './match-index';
export { DEFAULT_THRESHOLD } from './thresholds';
export { type PairVerdict, tryPair } from './try-pair';
export type * from './types';

/** Kept with each decision, so that it can be told later by which rules it was made. Raise it when they change. */
export const MATCHER_VERSION = '1';
